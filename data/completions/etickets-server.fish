# SPDX-License-Identifier: MIT
# Completion of etickets-server for fish.
complete -c etickets-server -f
set -l commands serve migrate seed-offers create-account set-password generate-key backup restore verify-audit check
complete -c etickets-server -n "not __fish_seen_subcommand_from $commands" -a serve -d 'Run the server (this is also what happens without a command)'
complete -c etickets-server -n "not __fish_seen_subcommand_from $commands" -a migrate -d 'Bring the database up to date'
complete -c etickets-server -n "not __fish_seen_subcommand_from $commands" -a seed-offers -d 'Add the demonstration catalogue, once'
complete -c etickets-server -n "not __fish_seen_subcommand_from $commands" -a create-account -d 'Make an account with --role and --username'
complete -c etickets-server -n "not __fish_seen_subcommand_from $commands" -a set-password -d 'Give the account --username a new password and end its sessions'
complete -c etickets-server -n "not __fish_seen_subcommand_from $commands" -a generate-key -d 'Add a key that signs tickets from now on'
complete -c etickets-server -n "not __fish_seen_subcommand_from $commands" -a backup -d 'Write a copy of the SQLite database into the new file FILE'
complete -c etickets-server -n "not __fish_seen_subcommand_from $commands" -a restore -d 'Put the backup FILE in the place of the database; no server may run'
complete -c etickets-server -n "not __fish_seen_subcommand_from $commands" -a verify-audit -d 'Look for audit rows that were changed or taken away'
complete -c etickets-server -n "not __fish_seen_subcommand_from $commands" -a check -d 'Recompute every invariant of the database and report'
complete -c etickets-server -n "__fish_seen_subcommand_from backup restore" -F
complete -c etickets-server -l env-file -d 'read NAME=value lines; the environment wins over them' -r -F
complete -c etickets-server -l listen -d 'where to serve; port 0 takes a free one' -r
complete -c etickets-server -l role -d 'of create-account: customer, staff or admin' -r -a 'customer staff admin'
complete -c etickets-server -l username -d 'of create-account and set-password' -r
complete -c etickets-server -l email -d 'of create-account' -r
complete -c etickets-server -l force -d 'of restore: replaces a database that holds data'
complete -c etickets-server -l help -d 'show this'
complete -c etickets-server -l version -d 'show the version'
