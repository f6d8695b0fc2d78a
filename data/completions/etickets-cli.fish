# SPDX-License-Identifier: MIT
# Completion of etickets-cli for fish.
complete -c etickets-cli -f
complete -c etickets-cli -l server -d 'The server. Without it that of ETICKETS_SERVER, else http://127.0.0.1:8000' -r
complete -c etickets-cli -l data-dir -d 'Where the offline copy lies' -r -F
complete -c etickets-cli -l json -d 'Print JSON for programs'
complete -c etickets-cli -l version -d 'Print the version'
complete -c etickets-cli -s h -l help -d 'Show the options'

set -l commands signup login logout second-step offers cart checkout tickets orders export verify sync status
complete -c etickets-cli -n "not __fish_seen_subcommand_from $commands" -a signup -d 'Make an account and sign in'
complete -c etickets-cli -n "not __fish_seen_subcommand_from $commands" -a login -d 'Sign in'
complete -c etickets-cli -n "not __fish_seen_subcommand_from $commands" -a logout -d 'Sign out and empty the offline copy'
complete -c etickets-cli -n "not __fish_seen_subcommand_from $commands" -a second-step -d 'Set up the second step of signing in'
complete -c etickets-cli -n "__fish_seen_subcommand_from second-step; and not __fish_seen_subcommand_from begin confirm" -a begin -d 'Show the secret for an authenticator'
complete -c etickets-cli -n "__fish_seen_subcommand_from second-step; and not __fish_seen_subcommand_from begin confirm" -a confirm -d 'Ask for a code at each sign-in from now on; shows the recovery codes'
complete -c etickets-cli -n "not __fish_seen_subcommand_from $commands" -a offers -d 'List the offers, by price'
complete -c etickets-cli -n "not __fish_seen_subcommand_from $commands" -a cart -d 'Show the cart'
complete -c etickets-cli -n "__fish_seen_subcommand_from cart; and not __fish_seen_subcommand_from add update clear" -a add -d 'Add tickets of an offer, one unless --qty says more'
complete -c etickets-cli -n "__fish_seen_subcommand_from cart; and not __fish_seen_subcommand_from add update clear" -a update -d 'Set with --qty how many tickets the cart has; 0 removes the offer'
complete -c etickets-cli -n "__fish_seen_subcommand_from cart; and not __fish_seen_subcommand_from add update clear" -a clear -d 'Empty the cart'
complete -c etickets-cli -n "not __fish_seen_subcommand_from $commands" -a checkout -d 'Pay for the cart. The payment is simulated, no money moves'
complete -c etickets-cli -n "not __fish_seen_subcommand_from $commands" -a tickets -d 'List your tickets, by date'
complete -c etickets-cli -n "not __fish_seen_subcommand_from $commands" -a orders -d 'List your orders, the newest first'
complete -c etickets-cli -n "not __fish_seen_subcommand_from $commands" -a export -d 'Write a ticket as --pdf, --png, --svg or --ics; or, with --invoice, an invoice to the file named here'
complete -c etickets-cli -n "not __fish_seen_subcommand_from $commands" -a verify -d 'Check a ticket; staff admit it. The key - reads standard input'
complete -c etickets-cli -n "not __fish_seen_subcommand_from $commands" -a sync -d 'Send what waits and bring the offline copy up to date'
complete -c etickets-cli -n "not __fish_seen_subcommand_from $commands" -a status -d 'Say who is signed in, how old the copy is and what waits'
complete -c etickets-cli -n "__fish_seen_subcommand_from signup" -l username -d 'The name to sign in with' -r
complete -c etickets-cli -n "__fish_seen_subcommand_from signup" -l email -d 'Where invoices may be sent' -r
complete -c etickets-cli -n "__fish_seen_subcommand_from signup" -l display-name -d 'The name on tickets' -r
complete -c etickets-cli -n "__fish_seen_subcommand_from signup" -l token-file -d 'Keep the token in this file, which nobody else may read, instead of the keyring' -r -F
complete -c etickets-cli -n "__fish_seen_subcommand_from login" -l username -d 'The name to sign in with' -r
complete -c etickets-cli -n "__fish_seen_subcommand_from login" -l token-file -d 'Keep the token in this file, which nobody else may read, instead of the keyring' -r -F
complete -c etickets-cli -n "__fish_seen_subcommand_from logout" -l discard -d 'Lose the changes that have not reached the server'
complete -c etickets-cli -n "__fish_seen_subcommand_from offers" -l search -d 'Words of the name, event, venue or sport; case and accents do not matter' -r
complete -c etickets-cli -n "__fish_seen_subcommand_from offers" -l type -d 'solo, duo or familiale' -r -a 'solo duo familiale'
complete -c etickets-cli -n "__fish_seen_subcommand_from offers" -l sport -d 'Such as athletics or swimming' -r
complete -c etickets-cli -n "__fish_seen_subcommand_from cart; and __fish_seen_subcommand_from add" -l qty -d 'How many tickets' -r
complete -c etickets-cli -n "__fish_seen_subcommand_from cart; and __fish_seen_subcommand_from update" -l qty -d 'How many tickets' -r
complete -c etickets-cli -n "__fish_seen_subcommand_from checkout" -l card -d 'A card number of the simulated payment, such as 4242424242424242' -r
complete -c etickets-cli -n "__fish_seen_subcommand_from export" -l pdf -d 'Write the ticket as PDF' -r -F
complete -c etickets-cli -n "__fish_seen_subcommand_from export" -l png -d 'Write the ticket as PNG of 300 dots per inch' -r -F
complete -c etickets-cli -n "__fish_seen_subcommand_from export" -l svg -d 'Write the ticket as SVG' -r -F
complete -c etickets-cli -n "__fish_seen_subcommand_from export" -l ics -d 'Write the ticket for a calendar' -r -F
complete -c etickets-cli -n "__fish_seen_subcommand_from export" -l invoice -d 'Write the invoice of this order' -r
complete -c etickets-cli -n "__fish_seen_subcommand_from verify" -l gate -d 'The name of the gate' -r
