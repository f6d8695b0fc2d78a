/* SPDX-License-Identifier: MIT */
#include "render/et-pictogram.h"

/* People of one stroke on a grid of 16 units, so that the whole set has one weight at any size.
 * data/icons/scalable/actions/et-sport-*-symbolic.svg are the same shapes as outlines, because
 * GTK recolours fills only; a test compares them. */
#define GRID 16.0
#define STROKE 1.4
#define HEAD 1.5
#define MAX_NUMBERS 12

typedef enum
{
  SHAPE_END,
  SHAPE_LINE, /* x, y, x, y, … */
  SHAPE_DISC, /* x, y, radius */
  SHAPE_RING, /* x, y, radius to the middle of the stroke */
  SHAPE_ARC /* x, y, radius, from, to: degrees clockwise from three o'clock */
} ShapeKind;

typedef struct
{
  ShapeKind kind;
  guint n_numbers;
  double numbers[MAX_NUMBERS];
} Shape;

#define SHAPE(kind, ...) \
  { \
    kind, sizeof ((double[]){ __VA_ARGS__ }) / sizeof (double), \
    { \
      __VA_ARGS__ \
    } \
  }
#define LINE(...) SHAPE (SHAPE_LINE, __VA_ARGS__)
#define DISC(...) SHAPE (SHAPE_DISC, __VA_ARGS__)
#define RING(...) SHAPE (SHAPE_RING, __VA_ARGS__)
#define ARC(...) SHAPE (SHAPE_ARC, __VA_ARGS__)
#define PERSON(x, y) DISC (x, y, HEAD)
#define TROUGH(x, y) ARC (x, (y) -1.414, 2, 45, 135)
#define CREST(x, y) ARC (x, (y) + 1.414, 2, 225, 315)
#define WAVE(y) \
  TROUGH (2.343, y), CREST (5.172, y), TROUGH (8, y), CREST (10.828, y), TROUGH (13.657, y)
#define END \
  { \
    SHAPE_END \
  }

/* clang-format off */
static const Shape athletics[] = {
  PERSON (10.6, 2.5),
  LINE (9.2, 5.4, 7.4, 9.2),
  LINE (9.2, 5.4, 11.6, 7.4, 13.8, 6.4),
  LINE (9.2, 5.4, 6, 5.2, 4.2, 7.6),
  LINE (7.4, 9.2, 10.6, 10.8, 10, 14.6),
  LINE (7.4, 9.2, 5.8, 12.2, 2.2, 12.4),
  END
};

static const Shape swimming[] = {
  PERSON (12.4, 6.6),
  LINE (2.4, 9, 7.2, 7.4, 4.8, 3.2, 9, 2.2),
  LINE (7.2, 7.4, 9.2, 9),
  WAVE (11.4),
  WAVE (14.4),
  END
};

static const Shape cycling[] = {
  PERSON (11, 2.4),
  RING (3.6, 11.6, 2.7),
  RING (12.4, 11.6, 2.7),
  LINE (5.2, 6.6, 9, 4.8, 11.2, 7.6, 13.2, 7.4),
  LINE (5.2, 6.6, 8.6, 8.6, 7.8, 12),
  END
};

static const Shape gymnastics[] = {
  PERSON (8, 3.2),
  LINE (2.4, 0.8, 2.4, 3),
  LINE (13.6, 0.8, 13.6, 3),
  RING (2.4, 4.9, 1.4),
  RING (13.6, 4.9, 1.4),
  LINE (2.4, 6.3, 13.6, 6.3),
  LINE (8, 6.3, 8, 10),
  LINE (8, 10, 7.2, 15),
  LINE (8, 10, 8.8, 15),
  END
};

static const Shape judo[] = {
  PERSON (4.8, 2.8),
  PERSON (11.2, 2.8),
  LINE (9.6, 7.2, 4.6, 5.8, 3.6, 9.8, 1.6, 14.8),
  LINE (3.6, 9.8, 6.4, 11.4, 5.8, 14.8),
  LINE (6.4, 7.2, 11.4, 5.8, 12.4, 9.8, 14.4, 14.8),
  LINE (12.4, 9.8, 9.6, 11.4, 10.2, 14.8),
  END
};

static const Shape basketball[] = {
  PERSON (4.4, 5),
  RING (9, 2.3, 1.5),
  LINE (4.4, 7.8, 7.2, 7.2, 8, 5),
  LINE (4.4, 7.8, 1.8, 9.8),
  LINE (4.4, 7.8, 4.4, 11, 6.6, 12.6, 5.6, 15.2),
  LINE (4.4, 11, 2, 13.6),
  LINE (15.1, 0.9, 15.1, 6.8),
  LINE (15.1, 5.8, 10.6, 5.8, 11.4, 9.2),
  LINE (13.6, 5.8, 13.2, 9.2),
  END
};

static const Shape football[] = {
  PERSON (7, 2.4),
  RING (13.4, 13.2, 1.5),
  LINE (6.4, 5.2, 6.2, 9.2),
  LINE (2.6, 7.6, 6.4, 5.2, 10, 7),
  LINE (6.2, 9.2, 9.4, 10.4, 10.6, 13.2),
  LINE (6.2, 9.2, 4.8, 12, 3, 14.8),
  END
};

static const Shape tennis[] = {
  PERSON (5.4, 2.8),
  RING (12.4, 3.2, 2.1),
  DISC (13.8, 9.4, 1),
  LINE (5.2, 5.6, 5, 9.6),
  LINE (5.2, 5.6, 8, 7.6, 10.8, 4.8),
  LINE (5.2, 5.6, 2.2, 8),
  LINE (5, 9.6, 8, 11.2, 8.4, 14.8),
  LINE (5, 9.6, 3.8, 12.2, 1.8, 14.6),
  END
};

static const Shape fencing[] = {
  PERSON (6.4, 2.6),
  LINE (5.6, 5.6, 5.4, 9.4),
  LINE (1.8, 3.4, 2.6, 6.2, 5.6, 5.6, 10, 6.4),
  LINE (10.4, 4.8, 10, 7.8),
  LINE (10, 6.4, 15.2, 5.6),
  LINE (5.4, 9.4, 9.6, 10, 10, 14.8),
  LINE (5.4, 9.4, 3.8, 12.4, 1, 14.8),
  END
};

static const Shape rowing[] = {
  PERSON (5, 2.4),
  LINE (4.6, 5.2, 3.6, 9, 7, 7.8, 9, 9.4),
  LINE (4.6, 5.2, 8.2, 5.6),
  LINE (7.4, 4.2, 13.6, 12.6),
  LINE (1.2, 11.6, 9.8, 11.6),
  WAVE (14.4),
  END
};

static const Shape volleyball[] = {
  PERSON (5.2, 4.8),
  RING (10.4, 2.2, 1.4),
  LINE (5, 7.6, 4.4, 11, 6.4, 12.6, 5.2, 15.2),
  LINE (5, 7.6, 7.8, 6.8, 8.6, 4),
  LINE (5, 7.6, 2, 8.4, 1.6, 5.6),
  LINE (4.4, 11, 2, 13.4),
  LINE (13.6, 6.2, 13.6, 7.6),
  LINE (13.6, 10, 13.6, 11.4),
  LINE (13.6, 13.8, 13.6, 15.2),
  END
};

static const Shape handball[] = {
  PERSON (9.2, 3.2),
  RING (3.2, 2.6, 1.5),
  LINE (8.2, 6.2, 7.4, 10),
  LINE (8.2, 6.2, 5, 7.2, 4, 5),
  LINE (8.2, 6.2, 11.2, 7.6, 13.6, 6),
  LINE (7.4, 10, 10.4, 11.2, 9.6, 14.8),
  LINE (7.4, 10, 5.2, 12.4, 2, 12),
  END
};

static const Shape climbing[] = {
  PERSON (5.8, 4),
  LINE (14.2, 0.9, 14.2, 15.1),
  LINE (14.2, 4.4, 12.4, 4.4),
  LINE (14.2, 13, 11, 13),
  LINE (6, 7, 9, 5.6, 10, 2.6),
  LINE (6, 7, 8.6, 8.8, 11.6, 7.6),
  LINE (6, 7, 4.8, 10.4, 8, 10.4, 9.6, 12),
  LINE (4.8, 10.4, 4.4, 15),
  END
};

static const Shape ceremony[] = {
  PERSON (6.2, 4.4),
  LINE (6, 7.2, 6, 11),
  LINE (6, 7.2, 9.4, 7.6, 11.6, 4.8),
  LINE (6, 7.2, 2.8, 8.2, 2.4, 11),
  LINE (6, 11, 4.4, 15.2),
  LINE (6, 11, 7.6, 15.2),
  DISC (12.7, 2.4, 1.2),
  LINE (12.9, 2.2, 13.6, 0.8),
  END
};

static const Shape ticket[] = {
  LINE (1.8, 6, 1.8, 3.8, 14.2, 3.8, 14.2, 6),
  LINE (1.8, 10, 1.8, 12.2, 14.2, 12.2, 14.2, 10),
  ARC (1.2, 8, 1.8, 270, 90),
  ARC (14.8, 8, 1.8, 90, 270),
  LINE (10, 6.4, 10, 6.4),
  LINE (10, 9.6, 10, 9.6),
  END
};
/* clang-format on */

static const struct
{
  const char *sport;
  const Shape *shapes;
} pictograms[] = {
  { "athletics", athletics },
  { "swimming", swimming },
  { "cycling", cycling },
  { "gymnastics", gymnastics },
  { "judo", judo },
  { "basketball", basketball },
  { "football", football },
  { "tennis", tennis },
  { "fencing", fencing },
  { "rowing", rowing },
  { "volleyball", volleyball },
  { "handball", handball },
  { "climbing", climbing },
  { "ceremony", ceremony },
};

static const Shape *
find_shapes (const char *sport)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pictograms); i++)
    if (g_strcmp0 (sport, pictograms[i].sport) == 0)
      return pictograms[i].shapes;
  return ticket;
}

static void
draw_shape (const Shape *shape, cairo_t *cr)
{
  const double *n = shape->numbers;

  cairo_new_path (cr);
  switch (shape->kind)
    {
    case SHAPE_LINE:
      for (guint i = 0; i + 1 < shape->n_numbers; i += 2)
        cairo_line_to (cr, n[i], n[i + 1]);
      cairo_stroke (cr);
      break;
    case SHAPE_DISC:
      cairo_arc (cr, n[0], n[1], n[2], 0, 2 * G_PI);
      cairo_fill (cr);
      break;
    case SHAPE_RING:
      cairo_arc (cr, n[0], n[1], n[2], 0, 2 * G_PI);
      cairo_close_path (cr);
      cairo_stroke (cr);
      break;
    case SHAPE_ARC:
      cairo_arc (cr, n[0], n[1], n[2], n[3] * G_PI / 180, n[4] * G_PI / 180);
      cairo_stroke (cr);
      break;
    case SHAPE_END:
    default:
      g_assert_not_reached ();
    }
}

void
et_pictogram_draw (const char *sport, cairo_t *cr, double x, double y, double size)
{
  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, size / GRID, size / GRID);
  cairo_set_line_width (cr, STROKE);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_dash (cr, NULL, 0, 0);
  for (const Shape *shape = find_shapes (sport); shape->kind != SHAPE_END; shape++)
    draw_shape (shape, cr);
  cairo_restore (cr);
}
