# SPDX-License-Identifier: MIT
# Completion of etickets for fish.
complete -c etickets -f
complete -c etickets -l server -d 'The address of the server' -r
complete -c etickets -l data-dir -d 'The folder of the offline copy' -r -F
complete -c etickets -l version -d 'Show the version'
complete -c etickets -l help -d 'Show the options'
complete -c etickets -l help-all -d 'Show all options'
complete -c etickets -l help-gapplication -d 'Show the options of every GApplication'
complete -c etickets -l gapplication-service -d 'Start without a window'
