# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_hotspotd_global_optspecs
    string join \n h/help V/version
end

function __fish_hotspotd_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_hotspotd_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_hotspotd_using_subcommand
    set -l cmd (__fish_hotspotd_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c hotspotd -n "__fish_hotspotd_needs_command" -s h -l help -d 'Print help'
complete -c hotspotd -n "__fish_hotspotd_needs_command" -s V -l version -d 'Print version'
complete -c hotspotd -n "__fish_hotspotd_needs_command" -f -a "demo" -d 'Shows the whole job against a simulated router'
complete -c hotspotd -n "__fish_hotspotd_needs_command" -f -a "example-site" -d 'Prints a commented, valid description of a typical shop'
complete -c hotspotd -n "__fish_hotspotd_needs_command" -f -a "generate" -d 'Prints the configuration of a shop'
complete -c hotspotd -n "__fish_hotspotd_needs_command" -f -a "bootstrap" -d 'Prints the script that lets hotspotd work on a router; its administrator runs it once'
complete -c hotspotd -n "__fish_hotspotd_needs_command" -f -a "container-setup" -d 'Prints the script that sets hotspotd up as a container on the router itself'
complete -c hotspotd -n "__fish_hotspotd_needs_command" -f -a "lint" -d 'Checks RouterOS text: line:column, what is wrong, what was meant'
complete -c hotspotd -n "__fish_hotspotd_needs_command" -f -a "models" -d 'Lists the boards that hotspotd knows'
complete -c hotspotd -n "__fish_hotspotd_needs_command" -f -a "diff" -d 'Shows what `apply` would change on a router'
complete -c hotspotd -n "__fish_hotspotd_needs_command" -f -a "apply" -d 'Brings a router to the configuration of a shop, and proves it by reading back'
complete -c hotspotd -n "__fish_hotspotd_needs_command" -f -a "verify" -d 'Tells whether a router holds the configuration of a shop'
complete -c hotspotd -n "__fish_hotspotd_needs_command" -f -a "rollback" -d 'Has a router put itself back now, where a guard stands on it'
complete -c hotspotd -n "__fish_hotspotd_needs_command" -f -a "guard" -d 'Tells of the guard on a router, or takes it away'
complete -c hotspotd -n "__fish_hotspotd_needs_command" -f -a "simulate" -d 'Serves a simulated router on the real wire'
complete -c hotspotd -n "__fish_hotspotd_needs_command" -f -a "sample-data" -d 'Fills an empty data folder with people, a catalogue, routers and configurations to try things with'
complete -c hotspotd -n "__fish_hotspotd_needs_command" -f -a "sample_data" -d 'Fills an empty data folder with people, a catalogue, routers and configurations to try things with'
complete -c hotspotd -n "__fish_hotspotd_needs_command" -f -a "serve" -d 'Runs the appliance: web pages, API, routers under care'
complete -c hotspotd -n "__fish_hotspotd_needs_command" -f -a "status" -d 'Tells whether the appliance of this box is ready, and where it is found'
complete -c hotspotd -n "__fish_hotspotd_needs_command" -f -a "account" -d 'Accounts of the appliance, from the box itself'
complete -c hotspotd -n "__fish_hotspotd_needs_command" -f -a "backup" -d 'Backups: lists them, makes one, of the database alone or of all that restores a box'
complete -c hotspotd -n "__fish_hotspotd_needs_command" -f -a "restore" -d 'Puts a backup in the place of the database, which is kept; a whole one on new hardware too. The daemon must be stopped'
complete -c hotspotd -n "__fish_hotspotd_needs_command" -f -a "config" -d 'Settings: whether they are in order, what holds, and an example of their file'
complete -c hotspotd -n "__fish_hotspotd_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand demo" -l model -d 'The router\'s model' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand demo" -l template -d 'basic, vlan or addon' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand demo" -l listen -d 'Where the web interface listens afterwards' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand demo" -l portal-listen -d 'Where the customers\' portal listens afterwards' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand demo" -l once -d 'End after the narration'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand demo" -s h -l help -d 'Print help'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand demo" -s V -l version -d 'Print version'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand example-site" -l model -d 'The router\'s model (`hotspotd models` lists them)' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand example-site" -l template -d 'basic, vlan or addon' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand example-site" -l routeros -d 'RouterOS version of the router' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand example-site" -s h -l help -d 'Print help'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand example-site" -s V -l version -d 'Print version'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand generate" -l routeros -d 'Write for this RouterOS version instead of the one in the site file' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand generate" -l templates -d 'Folder with templates of your own (`NAME.rsc`), beside the built-in ones' -r -F
complete -c hotspotd -n "__fish_hotspotd_using_subcommand generate" -l format -d 'What to write' -r -f -a "rsc\t'A script for `/import`; importing it twice changes nothing the second time'
export\t'The plain rows, as RouterOS\'s own `/export` prints them'
json\t'The rows for machines; secrets are hidden'"
complete -c hotspotd -n "__fish_hotspotd_using_subcommand generate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand generate" -s V -l version -d 'Print version'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand bootstrap" -l password-file -d 'Where the password goes. A password that is there already is used again [default: SITE.password]' -r -F
complete -c hotspotd -n "__fish_hotspotd_using_subcommand bootstrap" -l new-password -d 'Make another password, also for an account that exists'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand bootstrap" -s h -l help -d 'Print help'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand bootstrap" -s V -l version -d 'Print version'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand container-setup" -l routeros -d 'RouterOS version of the router: /system resource print tells it' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand container-setup" -l model -d 'The router\'s model (`hotspotd models` lists them): tells the processor and where its LAN is' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand container-setup" -l arch -d 'The router\'s processor, without --model: /system resource print tells it as architecture-name' -r -f -a "arm\t'32-bit ARM'
arm64\t'64-bit ARM'
amd64\t'Virtual routers and PCs'"
complete -c hotspotd -n "__fish_hotspotd_using_subcommand container-setup" -l disk -d 'The router\'s disk, or a folder on it: for the image, the container and hotspotd\'s data. /disk print lists disks' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand container-setup" -l image -d 'The file of the image on that disk, or its whole path [default: hotspotd-VERSION-ARCH.tar]' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand container-setup" -l subnet -d 'A network that nobody else uses, for router and container alone: the router takes its first address, the container the second' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand container-setup" -l lan -d 'The interface where your own computers are; only from there the administration is reached [default: bridge, or what the model has]' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand container-setup" -l lan-list -d 'The same as a list of interfaces, such as LAN' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand container-setup" -l dns -d 'A name server for the container; again for each. Without: those of the router' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand container-setup" -l name -d 'What the container is called, and its bridge, its folders and its mark' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand container-setup" -l remove -d 'Print the script that takes it all away again'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand container-setup" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand container-setup" -s V -l version -d 'Print version'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand lint" -l schema -d 'A command tree of RouterOS (JSON) to check every name against' -r -F
complete -c hotspotd -n "__fish_hotspotd_using_subcommand lint" -l routeros -d 'Also tell what this RouterOS version does not have' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand lint" -l json -d 'Write JSON'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand lint" -s h -l help -d 'Print help'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand lint" -s V -l version -d 'Print version'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand models" -l search -d 'Only boards with this text in their name or product code; case, blanks and dashes do not matter' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand models" -l json -d 'Write JSON, with all that is known of each board'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand models" -s h -l help -d 'Print help'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand models" -s V -l version -d 'Print version'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand diff" -l routeros -d 'Write for this RouterOS version instead of the one in the site file' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand diff" -l templates -d 'Folder with templates of your own (`NAME.rsc`), beside the built-in ones' -r -F
complete -c hotspotd -n "__fish_hotspotd_using_subcommand diff" -l router -d 'Address of the router, with a port where it is not the service\'s own' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand diff" -l user -d 'Account on the router. Default: the user of [access] in the site file' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand diff" -l password-file -d 'File that holds the account\'s password; `-` reads it from standard input' -r -F
complete -c hotspotd -n "__fish_hotspotd_using_subcommand diff" -l tls-pin -d 'The router\'s certificate as sha256; any other is refused' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand diff" -l timeout -d 'How long the router may be silent, such as 500ms or 30s. Writing takes up to three times as long, files six times' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand diff" -l plain -d 'Without TLS (port 8728): everybody on the way can read the password'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand diff" -l take-over -d 'Rows that are not hotspotd\'s yet may be changed; `diff` then counts them as agreed to'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand diff" -l json -d 'For machines; a failure is told as JSON too'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand diff" -s h -l help -d 'Print help'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand diff" -s V -l version -d 'Print version'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand apply" -l routeros -d 'Write for this RouterOS version instead of the one in the site file' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand apply" -l templates -d 'Folder with templates of your own (`NAME.rsc`), beside the built-in ones' -r -F
complete -c hotspotd -n "__fish_hotspotd_using_subcommand apply" -l router -d 'Address of the router, with a port where it is not the service\'s own' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand apply" -l user -d 'Account on the router. Default: the user of [access] in the site file' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand apply" -l password-file -d 'File that holds the account\'s password; `-` reads it from standard input' -r -F
complete -c hotspotd -n "__fish_hotspotd_using_subcommand apply" -l tls-pin -d 'The router\'s certificate as sha256; any other is refused' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand apply" -l timeout -d 'How long the router may be silent, such as 500ms or 30s. Writing takes up to three times as long, files six times' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand apply" -l guard -d 'How long the router waits before it puts itself back, unless everything was proven by then. Many changes get more' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand apply" -l state-dir -d 'Folder for the journal of changes under way. Default: STATE_DIRECTORY, else ~/.local/state/hotspotd' -r -F
complete -c hotspotd -n "__fish_hotspotd_using_subcommand apply" -l change -d 'Only if the difference is still the one with this hash (`diff` prints it)' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand apply" -l plain -d 'Without TLS (port 8728): everybody on the way can read the password'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand apply" -l take-over -d 'Rows that are not hotspotd\'s yet may be changed'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand apply" -l rotate-secrets -d 'Write passwords and keys again: they changed in the site file (they cannot be read back and compared)'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand apply" -l yes -d 'Do not ask'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand apply" -l dry-run -d 'Show the difference and send nothing'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand apply" -l json -d 'For machines; a failure is told as JSON too'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand apply" -s h -l help -d 'Print help'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand apply" -s V -l version -d 'Print version'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand verify" -l routeros -d 'Write for this RouterOS version instead of the one in the site file' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand verify" -l templates -d 'Folder with templates of your own (`NAME.rsc`), beside the built-in ones' -r -F
complete -c hotspotd -n "__fish_hotspotd_using_subcommand verify" -l router -d 'Address of the router, with a port where it is not the service\'s own' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand verify" -l user -d 'Account on the router. Default: the user of [access] in the site file' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand verify" -l password-file -d 'File that holds the account\'s password; `-` reads it from standard input' -r -F
complete -c hotspotd -n "__fish_hotspotd_using_subcommand verify" -l tls-pin -d 'The router\'s certificate as sha256; any other is refused' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand verify" -l timeout -d 'How long the router may be silent, such as 500ms or 30s. Writing takes up to three times as long, files six times' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand verify" -l plain -d 'Without TLS (port 8728): everybody on the way can read the password'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand verify" -l take-over -d 'Rows that are not hotspotd\'s yet may be changed; `diff` then counts them as agreed to'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand verify" -l json -d 'For machines; a failure is told as JSON too'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand verify" -s h -l help -d 'Print help'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand verify" -s V -l version -d 'Print version'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand rollback" -l router -d 'Address of the router, with a port where it is not the service\'s own' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand rollback" -l user -d 'Account on the router. Default: the user of [access] in the site file' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand rollback" -l password-file -d 'File that holds the account\'s password; `-` reads it from standard input' -r -F
complete -c hotspotd -n "__fish_hotspotd_using_subcommand rollback" -l tls-pin -d 'The router\'s certificate as sha256; any other is refused' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand rollback" -l timeout -d 'How long the router may be silent, such as 500ms or 30s. Writing takes up to three times as long, files six times' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand rollback" -l state-dir -d 'Folder for the journal of changes under way. Default: STATE_DIRECTORY, else ~/.local/state/hotspotd' -r -F
complete -c hotspotd -n "__fish_hotspotd_using_subcommand rollback" -l plain -d 'Without TLS (port 8728): everybody on the way can read the password'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand rollback" -l yes -d 'Do not ask'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand rollback" -l json -d 'For machines; a failure is told as JSON too'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand rollback" -s h -l help -d 'Print help'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand rollback" -s V -l version -d 'Print version'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand guard; and not __fish_seen_subcommand_from status disarm help" -s h -l help -d 'Print help'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand guard; and not __fish_seen_subcommand_from status disarm help" -s V -l version -d 'Print version'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand guard; and not __fish_seen_subcommand_from status disarm help" -f -a "status" -d 'Tells what stands: exit code 0 nothing, 3 it has put the router back, 4 it is armed'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand guard; and not __fish_seen_subcommand_from status disarm help" -f -a "disarm" -d 'Takes it away and leaves the router as it is now'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand guard; and not __fish_seen_subcommand_from status disarm help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand guard; and __fish_seen_subcommand_from status" -l router -d 'Address of the router, with a port where it is not the service\'s own' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand guard; and __fish_seen_subcommand_from status" -l user -d 'Account on the router. Default: the user of [access] in the site file' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand guard; and __fish_seen_subcommand_from status" -l password-file -d 'File that holds the account\'s password; `-` reads it from standard input' -r -F
complete -c hotspotd -n "__fish_hotspotd_using_subcommand guard; and __fish_seen_subcommand_from status" -l tls-pin -d 'The router\'s certificate as sha256; any other is refused' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand guard; and __fish_seen_subcommand_from status" -l timeout -d 'How long the router may be silent, such as 500ms or 30s. Writing takes up to three times as long, files six times' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand guard; and __fish_seen_subcommand_from status" -l state-dir -d 'Folder for the journal of changes under way. Default: STATE_DIRECTORY, else ~/.local/state/hotspotd' -r -F
complete -c hotspotd -n "__fish_hotspotd_using_subcommand guard; and __fish_seen_subcommand_from status" -l plain -d 'Without TLS (port 8728): everybody on the way can read the password'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand guard; and __fish_seen_subcommand_from status" -l yes -d 'Do not ask'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand guard; and __fish_seen_subcommand_from status" -l json -d 'For machines; a failure is told as JSON too'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand guard; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand guard; and __fish_seen_subcommand_from status" -s V -l version -d 'Print version'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand guard; and __fish_seen_subcommand_from disarm" -l router -d 'Address of the router, with a port where it is not the service\'s own' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand guard; and __fish_seen_subcommand_from disarm" -l user -d 'Account on the router. Default: the user of [access] in the site file' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand guard; and __fish_seen_subcommand_from disarm" -l password-file -d 'File that holds the account\'s password; `-` reads it from standard input' -r -F
complete -c hotspotd -n "__fish_hotspotd_using_subcommand guard; and __fish_seen_subcommand_from disarm" -l tls-pin -d 'The router\'s certificate as sha256; any other is refused' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand guard; and __fish_seen_subcommand_from disarm" -l timeout -d 'How long the router may be silent, such as 500ms or 30s. Writing takes up to three times as long, files six times' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand guard; and __fish_seen_subcommand_from disarm" -l state-dir -d 'Folder for the journal of changes under way. Default: STATE_DIRECTORY, else ~/.local/state/hotspotd' -r -F
complete -c hotspotd -n "__fish_hotspotd_using_subcommand guard; and __fish_seen_subcommand_from disarm" -l plain -d 'Without TLS (port 8728): everybody on the way can read the password'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand guard; and __fish_seen_subcommand_from disarm" -l yes -d 'Do not ask'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand guard; and __fish_seen_subcommand_from disarm" -l json -d 'For machines; a failure is told as JSON too'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand guard; and __fish_seen_subcommand_from disarm" -s h -l help -d 'Print help'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand guard; and __fish_seen_subcommand_from disarm" -s V -l version -d 'Print version'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand guard; and __fish_seen_subcommand_from help" -f -a "status" -d 'Tells what stands: exit code 0 nothing, 3 it has put the router back, 4 it is armed'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand guard; and __fish_seen_subcommand_from help" -f -a "disarm" -d 'Takes it away and leaves the router as it is now'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand guard; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand simulate" -l listen -d 'Where the plain API is served; it stands for port 8728 of the router' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand simulate" -l tls-listen -d 'Where the API is served over TLS; it stands for port 8729' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand simulate" -l neighbour-listen -d 'Where the router answers those who look for neighbours (MNDP); it stands for UDP port 5678' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand simulate" -l model -d 'The board (`hotspotd models` lists them)' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand simulate" -l routeros -d 'RouterOS version' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand simulate" -l device-mode -d 'advanced, home or basic' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand simulate" -l schema -d 'A command tree of RouterOS (JSON): every menu and argument is checked against it' -r -F
complete -c hotspotd -n "__fish_hotspotd_using_subcommand simulate" -l state -d 'File that keeps the router\'s state over restarts' -r -F
complete -c hotspotd -n "__fish_hotspotd_using_subcommand simulate" -l via -d 'Interface of the router that clients come in by' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand simulate" -l from -d 'Address that clients are taken to have' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand simulate" -l latency -d 'Time from a sentence to its answer, such as 20ms' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand simulate" -l fault -d 'What shall go wrong; may be given several times. Of sentence K after the logins (write:K counts only those that change something):   refuse@K             it is refused   ignore@K             confirmed and not carried out   cut-before@K         the connection is cut,   cut-after@K            before or after it took effect   hang-before@K        no answer from there on   hang-after@K   half-open-before@K   nor does the router notice   half-open-after@K      that the client is gone   reboot-before@K      the router starts anew   reboot-after@K Of every connection:   latency=TIME         answers are that late   cost=TIME            a command keeps the router busy   one-byte             each byte in its own packet   reset@BYTES          reset after so many bytes Of the router:   device-mode=MODE     advanced, home, basic or                        advanced,scheduler=no' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand simulate" -s h -l help -d 'Print help'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand simulate" -s V -l version -d 'Print version'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand sample-data" -l data-dir -d 'The folder where everything is kept: databases, key, backups. Only hotspotd may read it. Default: the first folder in STATE_DIRECTORY (systemd sets it); else /var/lib/hotspotd where there is a file /etc/hotspotd/hotspotd.toml; else ./data.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand sample-data" -l key-file -d 'The file with the box\'s key, which seals the passwords in the database. It is made where it is missing and nothing was sealed yet. A credential hotspotd.key that systemd hands to the service goes before this file where the settings file names it, not where a flag or a variable does. Default: hotspotd.key in CREDENTIALS_DIRECTORY (systemd sets it), else secret.key in the data folder.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand sample-data" -l config -d 'The settings file. Default: HOTSPOTD_CONFIG, else /etc/hotspotd/hotspotd.toml where it is there.' -r -F
complete -c hotspotd -n "__fish_hotspotd_using_subcommand sample-data" -l routers -d 'So many routers with sites' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand sample-data" -l configurations -d 'So many generated configurations' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand sample-data" -l accounts -d 'So many accounts; one of each role is there in any case' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand sample-data" -s h -l help -d 'Print help'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand sample-data" -s V -l version -d 'Print version'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand sample_data" -l data-dir -d 'The folder where everything is kept: databases, key, backups. Only hotspotd may read it. Default: the first folder in STATE_DIRECTORY (systemd sets it); else /var/lib/hotspotd where there is a file /etc/hotspotd/hotspotd.toml; else ./data.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand sample_data" -l key-file -d 'The file with the box\'s key, which seals the passwords in the database. It is made where it is missing and nothing was sealed yet. A credential hotspotd.key that systemd hands to the service goes before this file where the settings file names it, not where a flag or a variable does. Default: hotspotd.key in CREDENTIALS_DIRECTORY (systemd sets it), else secret.key in the data folder.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand sample_data" -l config -d 'The settings file. Default: HOTSPOTD_CONFIG, else /etc/hotspotd/hotspotd.toml where it is there.' -r -F
complete -c hotspotd -n "__fish_hotspotd_using_subcommand sample_data" -l routers -d 'So many routers with sites' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand sample_data" -l configurations -d 'So many generated configurations' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand sample_data" -l accounts -d 'So many accounts; one of each role is there in any case' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand sample_data" -s h -l help -d 'Print help'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand sample_data" -s V -l version -d 'Print version'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand serve" -l data-dir -d 'The folder where everything is kept: databases, key, backups. Only hotspotd may read it. Default: the first folder in STATE_DIRECTORY (systemd sets it); else /var/lib/hotspotd where there is a file /etc/hotspotd/hotspotd.toml; else ./data.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand serve" -l key-file -d 'The file with the box\'s key, which seals the passwords in the database. It is made where it is missing and nothing was sealed yet. A credential hotspotd.key that systemd hands to the service goes before this file where the settings file names it, not where a flag or a variable does. Default: hotspotd.key in CREDENTIALS_DIRECTORY (systemd sets it), else secret.key in the data folder.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand serve" -l backup-passphrase-file -d 'The file with the passphrase of whole backups, at least 12 characters. Where it is set, each backup that hotspotd makes is also written as one file with the database and the box\'s key, which this passphrase opens (age). Default: none.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand serve" -l backup-dir -d 'The folder for whole backups, of this box alone: on a stick or another machine it outlives the box. It is not made: where it is missing, Home says so. Default: backups in the data folder.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand serve" -l listen -d 'Where the administration listens: pages and API. Default: 0.0.0.0:8000.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand serve" -l portal-listen -d 'Where the customers\' portal listens. Default: 0.0.0.0:8080.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand serve" -l cors-origin -d 'Sites whose pages may speak to the API with access tokens, such as https://example.com. Again for each. Default: none.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand serve" -l tls -d 'on: the administration takes TLS (https) and plain HTTP at the same port. Plain HTTP is answered to this machine itself and to the proxies of tls_proxy; everybody else is sent to https. off: plain HTTP for everybody. Default: on.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand serve" -l tls-certificate -d 'A certificate of your own for the administration, PEM: the certificate first, then those that vouch for it. It goes with tls_key. Both files are read every minute, so that a renewal is taken without a restart; the user that hotspotd runs as must be able to read them. Without it the box makes a certificate itself, at which browsers warn. Default: none.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand serve" -l tls-key -d 'The key of tls_certificate, PEM (PKCS#8, PKCS#1 or SEC1), without a password. Default: none.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand serve" -l tls-proxy -d 'Addresses of proxies that take TLS for the administration, as hotspotd sees them. What they forward came over TLS, unless their X-Forwarded-Proto says http, from the last address of their X-Forwarded-For. Nobody else\'s such headers are believed. Again for each. Default: none.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand serve" -l metrics-token-file -d 'A file with a token of at least 16 characters. Whoever reads /metrics sends it (Authorization: Bearer); without this setting, only the box itself may read them. The file is read at the start, by the user that hotspotd runs as. Default: none.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand serve" -l allow-loopback -d 'Routers may be on this machine itself: simulated ones, to try things with. Default: false.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand serve" -l log -d 'How much is logged: off, error, warn, info, debug or trace; for one part of the program its name before it, like info,hotspotd::jobs=debug. Default: info.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand serve" -l config -d 'The settings file. Default: HOTSPOTD_CONFIG, else /etc/hotspotd/hotspotd.toml where it is there.' -r -F
complete -c hotspotd -n "__fish_hotspotd_using_subcommand serve" -s h -l help -d 'Print help'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand serve" -s V -l version -d 'Print version'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand status" -l data-dir -d 'The folder where everything is kept: databases, key, backups. Only hotspotd may read it. Default: the first folder in STATE_DIRECTORY (systemd sets it); else /var/lib/hotspotd where there is a file /etc/hotspotd/hotspotd.toml; else ./data.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand status" -l key-file -d 'The file with the box\'s key, which seals the passwords in the database. It is made where it is missing and nothing was sealed yet. A credential hotspotd.key that systemd hands to the service goes before this file where the settings file names it, not where a flag or a variable does. Default: hotspotd.key in CREDENTIALS_DIRECTORY (systemd sets it), else secret.key in the data folder.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand status" -l backup-passphrase-file -d 'The file with the passphrase of whole backups, at least 12 characters. Where it is set, each backup that hotspotd makes is also written as one file with the database and the box\'s key, which this passphrase opens (age). Default: none.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand status" -l backup-dir -d 'The folder for whole backups, of this box alone: on a stick or another machine it outlives the box. It is not made: where it is missing, Home says so. Default: backups in the data folder.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand status" -l listen -d 'Where the administration listens: pages and API. Default: 0.0.0.0:8000.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand status" -l portal-listen -d 'Where the customers\' portal listens. Default: 0.0.0.0:8080.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand status" -l cors-origin -d 'Sites whose pages may speak to the API with access tokens, such as https://example.com. Again for each. Default: none.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand status" -l tls -d 'on: the administration takes TLS (https) and plain HTTP at the same port. Plain HTTP is answered to this machine itself and to the proxies of tls_proxy; everybody else is sent to https. off: plain HTTP for everybody. Default: on.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand status" -l tls-certificate -d 'A certificate of your own for the administration, PEM: the certificate first, then those that vouch for it. It goes with tls_key. Both files are read every minute, so that a renewal is taken without a restart; the user that hotspotd runs as must be able to read them. Without it the box makes a certificate itself, at which browsers warn. Default: none.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand status" -l tls-key -d 'The key of tls_certificate, PEM (PKCS#8, PKCS#1 or SEC1), without a password. Default: none.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand status" -l tls-proxy -d 'Addresses of proxies that take TLS for the administration, as hotspotd sees them. What they forward came over TLS, unless their X-Forwarded-Proto says http, from the last address of their X-Forwarded-For. Nobody else\'s such headers are believed. Again for each. Default: none.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand status" -l metrics-token-file -d 'A file with a token of at least 16 characters. Whoever reads /metrics sends it (Authorization: Bearer); without this setting, only the box itself may read them. The file is read at the start, by the user that hotspotd runs as. Default: none.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand status" -l allow-loopback -d 'Routers may be on this machine itself: simulated ones, to try things with. Default: false.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand status" -l log -d 'How much is logged: off, error, warn, info, debug or trace; for one part of the program its name before it, like info,hotspotd::jobs=debug. Default: info.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand status" -l config -d 'The settings file. Default: HOTSPOTD_CONFIG, else /etc/hotspotd/hotspotd.toml where it is there.' -r -F
complete -c hotspotd -n "__fish_hotspotd_using_subcommand status" -l wait -d 'Wait so long for the daemon to get ready. Default: ask once' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand status" -l json -d 'Print JSON'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand status" -s h -l help -d 'Print help'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand status" -s V -l version -d 'Print version'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand account; and not __fish_seen_subcommand_from list set-up-code reset-password help" -s h -l help -d 'Print help'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand account; and not __fish_seen_subcommand_from list set-up-code reset-password help" -s V -l version -d 'Print version'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand account; and not __fish_seen_subcommand_from list set-up-code reset-password help" -f -a "list" -d 'Lists the accounts'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand account; and not __fish_seen_subcommand_from list set-up-code reset-password help" -f -a "set-up-code" -d 'Prints a code that makes the first owner, as long as there is none. Codes that were printed before stop working'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand account; and not __fish_seen_subcommand_from list set-up-code reset-password help" -f -a "reset-password" -d 'Sets another password for an account, and ends all its sessions'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand account; and not __fish_seen_subcommand_from list set-up-code reset-password help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand account; and __fish_seen_subcommand_from list" -l data-dir -d 'The folder where everything is kept: databases, key, backups. Only hotspotd may read it. Default: the first folder in STATE_DIRECTORY (systemd sets it); else /var/lib/hotspotd where there is a file /etc/hotspotd/hotspotd.toml; else ./data.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand account; and __fish_seen_subcommand_from list" -l config -d 'The settings file. Default: HOTSPOTD_CONFIG, else /etc/hotspotd/hotspotd.toml where it is there.' -r -F
complete -c hotspotd -n "__fish_hotspotd_using_subcommand account; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand account; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand account; and __fish_seen_subcommand_from set-up-code" -l data-dir -d 'The folder where everything is kept: databases, key, backups. Only hotspotd may read it. Default: the first folder in STATE_DIRECTORY (systemd sets it); else /var/lib/hotspotd where there is a file /etc/hotspotd/hotspotd.toml; else ./data.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand account; and __fish_seen_subcommand_from set-up-code" -l key-file -d 'The file with the box\'s key, which seals the passwords in the database. It is made where it is missing and nothing was sealed yet. A credential hotspotd.key that systemd hands to the service goes before this file where the settings file names it, not where a flag or a variable does. Default: hotspotd.key in CREDENTIALS_DIRECTORY (systemd sets it), else secret.key in the data folder.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand account; and __fish_seen_subcommand_from set-up-code" -l config -d 'The settings file. Default: HOTSPOTD_CONFIG, else /etc/hotspotd/hotspotd.toml where it is there.' -r -F
complete -c hotspotd -n "__fish_hotspotd_using_subcommand account; and __fish_seen_subcommand_from set-up-code" -s h -l help -d 'Print help'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand account; and __fish_seen_subcommand_from set-up-code" -s V -l version -d 'Print version'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand account; and __fish_seen_subcommand_from reset-password" -l data-dir -d 'The folder where everything is kept: databases, key, backups. Only hotspotd may read it. Default: the first folder in STATE_DIRECTORY (systemd sets it); else /var/lib/hotspotd where there is a file /etc/hotspotd/hotspotd.toml; else ./data.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand account; and __fish_seen_subcommand_from reset-password" -l config -d 'The settings file. Default: HOTSPOTD_CONFIG, else /etc/hotspotd/hotspotd.toml where it is there.' -r -F
complete -c hotspotd -n "__fish_hotspotd_using_subcommand account; and __fish_seen_subcommand_from reset-password" -l password-file -d 'File with the new password; without it, the terminal asks' -r -F
complete -c hotspotd -n "__fish_hotspotd_using_subcommand account; and __fish_seen_subcommand_from reset-password" -l remove-totp -d 'Take the second step away too: the phone and the recovery codes are lost'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand account; and __fish_seen_subcommand_from reset-password" -s h -l help -d 'Print help'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand account; and __fish_seen_subcommand_from reset-password" -s V -l version -d 'Print version'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand account; and __fish_seen_subcommand_from help" -f -a "list" -d 'Lists the accounts'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand account; and __fish_seen_subcommand_from help" -f -a "set-up-code" -d 'Prints a code that makes the first owner, as long as there is none. Codes that were printed before stop working'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand account; and __fish_seen_subcommand_from help" -f -a "reset-password" -d 'Sets another password for an account, and ends all its sessions'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand account; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand backup; and not __fish_seen_subcommand_from list make help" -s h -l help -d 'Print help'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand backup; and not __fish_seen_subcommand_from list make help" -s V -l version -d 'Print version'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand backup; and not __fish_seen_subcommand_from list make help" -f -a "list" -d 'Lists the backups on the box and those in the folder of whole backups, the newest first'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand backup; and not __fish_seen_subcommand_from list make help" -f -a "make" -d 'Makes one now, also while the daemon runs. With --out it is whole: the database and the key of the box, in one file that a passphrase opens. Without, it is a copy of the database on the box, and where it is gets printed; the daemon writes the whole one, where the settings say so'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand backup; and not __fish_seen_subcommand_from list make help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand backup; and __fish_seen_subcommand_from list" -l data-dir -d 'The folder where everything is kept: databases, key, backups. Only hotspotd may read it. Default: the first folder in STATE_DIRECTORY (systemd sets it); else /var/lib/hotspotd where there is a file /etc/hotspotd/hotspotd.toml; else ./data.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand backup; and __fish_seen_subcommand_from list" -l config -d 'The settings file. Default: HOTSPOTD_CONFIG, else /etc/hotspotd/hotspotd.toml where it is there.' -r -F
complete -c hotspotd -n "__fish_hotspotd_using_subcommand backup; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand backup; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand backup; and __fish_seen_subcommand_from make" -l out -d 'Write a whole backup to this file; - is standard output' -r -F
complete -c hotspotd -n "__fish_hotspotd_using_subcommand backup; and __fish_seen_subcommand_from make" -l passphrase-file -d 'File with the passphrase of the whole backup; without it, the terminal asks' -r -F
complete -c hotspotd -n "__fish_hotspotd_using_subcommand backup; and __fish_seen_subcommand_from make" -l data-dir -d 'The folder where everything is kept: databases, key, backups. Only hotspotd may read it. Default: the first folder in STATE_DIRECTORY (systemd sets it); else /var/lib/hotspotd where there is a file /etc/hotspotd/hotspotd.toml; else ./data.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand backup; and __fish_seen_subcommand_from make" -l key-file -d 'The file with the box\'s key, which seals the passwords in the database. It is made where it is missing and nothing was sealed yet. A credential hotspotd.key that systemd hands to the service goes before this file where the settings file names it, not where a flag or a variable does. Default: hotspotd.key in CREDENTIALS_DIRECTORY (systemd sets it), else secret.key in the data folder.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand backup; and __fish_seen_subcommand_from make" -l config -d 'The settings file. Default: HOTSPOTD_CONFIG, else /etc/hotspotd/hotspotd.toml where it is there.' -r -F
complete -c hotspotd -n "__fish_hotspotd_using_subcommand backup; and __fish_seen_subcommand_from make" -s h -l help -d 'Print help'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand backup; and __fish_seen_subcommand_from make" -s V -l version -d 'Print version'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand backup; and __fish_seen_subcommand_from help" -f -a "list" -d 'Lists the backups on the box and those in the folder of whole backups, the newest first'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand backup; and __fish_seen_subcommand_from help" -f -a "make" -d 'Makes one now, also while the daemon runs. With --out it is whole: the database and the key of the box, in one file that a passphrase opens. Without, it is a copy of the database on the box, and where it is gets printed; the daemon writes the whole one, where the settings say so'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand backup; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand restore" -l passphrase-file -d 'File with the passphrase of a whole backup; without it, the terminal asks' -r -F
complete -c hotspotd -n "__fish_hotspotd_using_subcommand restore" -l data-dir -d 'The folder where everything is kept: databases, key, backups. Only hotspotd may read it. Default: the first folder in STATE_DIRECTORY (systemd sets it); else /var/lib/hotspotd where there is a file /etc/hotspotd/hotspotd.toml; else ./data.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand restore" -l key-file -d 'The file with the box\'s key, which seals the passwords in the database. It is made where it is missing and nothing was sealed yet. A credential hotspotd.key that systemd hands to the service goes before this file where the settings file names it, not where a flag or a variable does. Default: hotspotd.key in CREDENTIALS_DIRECTORY (systemd sets it), else secret.key in the data folder.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand restore" -l config -d 'The settings file. Default: HOTSPOTD_CONFIG, else /etc/hotspotd/hotspotd.toml where it is there.' -r -F
complete -c hotspotd -n "__fish_hotspotd_using_subcommand restore" -l verify-only -d 'Look at all of it, tell what it holds, and change nothing. The daemon may run'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand restore" -l replace-key -d 'Put the key of the backup in the place of another that the box has; that one is kept beside it'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand restore" -s h -l help -d 'Print help'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand restore" -s V -l version -d 'Print version'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and not __fish_seen_subcommand_from check show example help" -s h -l help -d 'Print help'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and not __fish_seen_subcommand_from check show example help" -s V -l version -d 'Print version'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and not __fish_seen_subcommand_from check show example help" -f -a "check" -d 'Tells whether the settings can be used: reads them all, looks at folders and the key, and changes nothing'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and not __fish_seen_subcommand_from check show example help" -f -a "show" -d 'Shows every setting, its value and who says so'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and not __fish_seen_subcommand_from check show example help" -f -a "example" -d 'Prints a settings file with every setting in it, explained and commented out'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and not __fish_seen_subcommand_from check show example help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from check" -l data-dir -d 'The folder where everything is kept: databases, key, backups. Only hotspotd may read it. Default: the first folder in STATE_DIRECTORY (systemd sets it); else /var/lib/hotspotd where there is a file /etc/hotspotd/hotspotd.toml; else ./data.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from check" -l key-file -d 'The file with the box\'s key, which seals the passwords in the database. It is made where it is missing and nothing was sealed yet. A credential hotspotd.key that systemd hands to the service goes before this file where the settings file names it, not where a flag or a variable does. Default: hotspotd.key in CREDENTIALS_DIRECTORY (systemd sets it), else secret.key in the data folder.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from check" -l backup-passphrase-file -d 'The file with the passphrase of whole backups, at least 12 characters. Where it is set, each backup that hotspotd makes is also written as one file with the database and the box\'s key, which this passphrase opens (age). Default: none.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from check" -l backup-dir -d 'The folder for whole backups, of this box alone: on a stick or another machine it outlives the box. It is not made: where it is missing, Home says so. Default: backups in the data folder.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from check" -l listen -d 'Where the administration listens: pages and API. Default: 0.0.0.0:8000.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from check" -l portal-listen -d 'Where the customers\' portal listens. Default: 0.0.0.0:8080.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from check" -l cors-origin -d 'Sites whose pages may speak to the API with access tokens, such as https://example.com. Again for each. Default: none.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from check" -l tls -d 'on: the administration takes TLS (https) and plain HTTP at the same port. Plain HTTP is answered to this machine itself and to the proxies of tls_proxy; everybody else is sent to https. off: plain HTTP for everybody. Default: on.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from check" -l tls-certificate -d 'A certificate of your own for the administration, PEM: the certificate first, then those that vouch for it. It goes with tls_key. Both files are read every minute, so that a renewal is taken without a restart; the user that hotspotd runs as must be able to read them. Without it the box makes a certificate itself, at which browsers warn. Default: none.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from check" -l tls-key -d 'The key of tls_certificate, PEM (PKCS#8, PKCS#1 or SEC1), without a password. Default: none.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from check" -l tls-proxy -d 'Addresses of proxies that take TLS for the administration, as hotspotd sees them. What they forward came over TLS, unless their X-Forwarded-Proto says http, from the last address of their X-Forwarded-For. Nobody else\'s such headers are believed. Again for each. Default: none.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from check" -l metrics-token-file -d 'A file with a token of at least 16 characters. Whoever reads /metrics sends it (Authorization: Bearer); without this setting, only the box itself may read them. The file is read at the start, by the user that hotspotd runs as. Default: none.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from check" -l allow-loopback -d 'Routers may be on this machine itself: simulated ones, to try things with. Default: false.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from check" -l log -d 'How much is logged: off, error, warn, info, debug or trace; for one part of the program its name before it, like info,hotspotd::jobs=debug. Default: info.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from check" -l config -d 'The settings file. Default: HOTSPOTD_CONFIG, else /etc/hotspotd/hotspotd.toml where it is there.' -r -F
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from check" -s V -l version -d 'Print version'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from show" -l data-dir -d 'The folder where everything is kept: databases, key, backups. Only hotspotd may read it. Default: the first folder in STATE_DIRECTORY (systemd sets it); else /var/lib/hotspotd where there is a file /etc/hotspotd/hotspotd.toml; else ./data.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from show" -l key-file -d 'The file with the box\'s key, which seals the passwords in the database. It is made where it is missing and nothing was sealed yet. A credential hotspotd.key that systemd hands to the service goes before this file where the settings file names it, not where a flag or a variable does. Default: hotspotd.key in CREDENTIALS_DIRECTORY (systemd sets it), else secret.key in the data folder.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from show" -l backup-passphrase-file -d 'The file with the passphrase of whole backups, at least 12 characters. Where it is set, each backup that hotspotd makes is also written as one file with the database and the box\'s key, which this passphrase opens (age). Default: none.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from show" -l backup-dir -d 'The folder for whole backups, of this box alone: on a stick or another machine it outlives the box. It is not made: where it is missing, Home says so. Default: backups in the data folder.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from show" -l listen -d 'Where the administration listens: pages and API. Default: 0.0.0.0:8000.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from show" -l portal-listen -d 'Where the customers\' portal listens. Default: 0.0.0.0:8080.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from show" -l cors-origin -d 'Sites whose pages may speak to the API with access tokens, such as https://example.com. Again for each. Default: none.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from show" -l tls -d 'on: the administration takes TLS (https) and plain HTTP at the same port. Plain HTTP is answered to this machine itself and to the proxies of tls_proxy; everybody else is sent to https. off: plain HTTP for everybody. Default: on.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from show" -l tls-certificate -d 'A certificate of your own for the administration, PEM: the certificate first, then those that vouch for it. It goes with tls_key. Both files are read every minute, so that a renewal is taken without a restart; the user that hotspotd runs as must be able to read them. Without it the box makes a certificate itself, at which browsers warn. Default: none.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from show" -l tls-key -d 'The key of tls_certificate, PEM (PKCS#8, PKCS#1 or SEC1), without a password. Default: none.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from show" -l tls-proxy -d 'Addresses of proxies that take TLS for the administration, as hotspotd sees them. What they forward came over TLS, unless their X-Forwarded-Proto says http, from the last address of their X-Forwarded-For. Nobody else\'s such headers are believed. Again for each. Default: none.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from show" -l metrics-token-file -d 'A file with a token of at least 16 characters. Whoever reads /metrics sends it (Authorization: Bearer); without this setting, only the box itself may read them. The file is read at the start, by the user that hotspotd runs as. Default: none.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from show" -l allow-loopback -d 'Routers may be on this machine itself: simulated ones, to try things with. Default: false.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from show" -l log -d 'How much is logged: off, error, warn, info, debug or trace; for one part of the program its name before it, like info,hotspotd::jobs=debug. Default: info.' -r
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from show" -l config -d 'The settings file. Default: HOTSPOTD_CONFIG, else /etc/hotspotd/hotspotd.toml where it is there.' -r -F
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from show" -l json -d 'Print one JSON document'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from example" -s h -l help -d 'Print help'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from example" -s V -l version -d 'Print version'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "check" -d 'Tells whether the settings can be used: reads them all, looks at folders and the key, and changes nothing'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "show" -d 'Shows every setting, its value and who says so'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "example" -d 'Prints a settings file with every setting in it, explained and commented out'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand help; and not __fish_seen_subcommand_from demo example-site generate bootstrap container-setup lint models diff apply verify rollback guard simulate sample-data serve status account backup restore config help" -f -a "demo" -d 'Shows the whole job against a simulated router'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand help; and not __fish_seen_subcommand_from demo example-site generate bootstrap container-setup lint models diff apply verify rollback guard simulate sample-data serve status account backup restore config help" -f -a "example-site" -d 'Prints a commented, valid description of a typical shop'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand help; and not __fish_seen_subcommand_from demo example-site generate bootstrap container-setup lint models diff apply verify rollback guard simulate sample-data serve status account backup restore config help" -f -a "generate" -d 'Prints the configuration of a shop'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand help; and not __fish_seen_subcommand_from demo example-site generate bootstrap container-setup lint models diff apply verify rollback guard simulate sample-data serve status account backup restore config help" -f -a "bootstrap" -d 'Prints the script that lets hotspotd work on a router; its administrator runs it once'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand help; and not __fish_seen_subcommand_from demo example-site generate bootstrap container-setup lint models diff apply verify rollback guard simulate sample-data serve status account backup restore config help" -f -a "container-setup" -d 'Prints the script that sets hotspotd up as a container on the router itself'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand help; and not __fish_seen_subcommand_from demo example-site generate bootstrap container-setup lint models diff apply verify rollback guard simulate sample-data serve status account backup restore config help" -f -a "lint" -d 'Checks RouterOS text: line:column, what is wrong, what was meant'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand help; and not __fish_seen_subcommand_from demo example-site generate bootstrap container-setup lint models diff apply verify rollback guard simulate sample-data serve status account backup restore config help" -f -a "models" -d 'Lists the boards that hotspotd knows'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand help; and not __fish_seen_subcommand_from demo example-site generate bootstrap container-setup lint models diff apply verify rollback guard simulate sample-data serve status account backup restore config help" -f -a "diff" -d 'Shows what `apply` would change on a router'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand help; and not __fish_seen_subcommand_from demo example-site generate bootstrap container-setup lint models diff apply verify rollback guard simulate sample-data serve status account backup restore config help" -f -a "apply" -d 'Brings a router to the configuration of a shop, and proves it by reading back'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand help; and not __fish_seen_subcommand_from demo example-site generate bootstrap container-setup lint models diff apply verify rollback guard simulate sample-data serve status account backup restore config help" -f -a "verify" -d 'Tells whether a router holds the configuration of a shop'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand help; and not __fish_seen_subcommand_from demo example-site generate bootstrap container-setup lint models diff apply verify rollback guard simulate sample-data serve status account backup restore config help" -f -a "rollback" -d 'Has a router put itself back now, where a guard stands on it'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand help; and not __fish_seen_subcommand_from demo example-site generate bootstrap container-setup lint models diff apply verify rollback guard simulate sample-data serve status account backup restore config help" -f -a "guard" -d 'Tells of the guard on a router, or takes it away'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand help; and not __fish_seen_subcommand_from demo example-site generate bootstrap container-setup lint models diff apply verify rollback guard simulate sample-data serve status account backup restore config help" -f -a "simulate" -d 'Serves a simulated router on the real wire'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand help; and not __fish_seen_subcommand_from demo example-site generate bootstrap container-setup lint models diff apply verify rollback guard simulate sample-data serve status account backup restore config help" -f -a "sample-data" -d 'Fills an empty data folder with people, a catalogue, routers and configurations to try things with'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand help; and not __fish_seen_subcommand_from demo example-site generate bootstrap container-setup lint models diff apply verify rollback guard simulate sample-data serve status account backup restore config help" -f -a "serve" -d 'Runs the appliance: web pages, API, routers under care'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand help; and not __fish_seen_subcommand_from demo example-site generate bootstrap container-setup lint models diff apply verify rollback guard simulate sample-data serve status account backup restore config help" -f -a "status" -d 'Tells whether the appliance of this box is ready, and where it is found'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand help; and not __fish_seen_subcommand_from demo example-site generate bootstrap container-setup lint models diff apply verify rollback guard simulate sample-data serve status account backup restore config help" -f -a "account" -d 'Accounts of the appliance, from the box itself'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand help; and not __fish_seen_subcommand_from demo example-site generate bootstrap container-setup lint models diff apply verify rollback guard simulate sample-data serve status account backup restore config help" -f -a "backup" -d 'Backups: lists them, makes one, of the database alone or of all that restores a box'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand help; and not __fish_seen_subcommand_from demo example-site generate bootstrap container-setup lint models diff apply verify rollback guard simulate sample-data serve status account backup restore config help" -f -a "restore" -d 'Puts a backup in the place of the database, which is kept; a whole one on new hardware too. The daemon must be stopped'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand help; and not __fish_seen_subcommand_from demo example-site generate bootstrap container-setup lint models diff apply verify rollback guard simulate sample-data serve status account backup restore config help" -f -a "config" -d 'Settings: whether they are in order, what holds, and an example of their file'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand help; and not __fish_seen_subcommand_from demo example-site generate bootstrap container-setup lint models diff apply verify rollback guard simulate sample-data serve status account backup restore config help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand help; and __fish_seen_subcommand_from guard" -f -a "status" -d 'Tells what stands: exit code 0 nothing, 3 it has put the router back, 4 it is armed'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand help; and __fish_seen_subcommand_from guard" -f -a "disarm" -d 'Takes it away and leaves the router as it is now'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand help; and __fish_seen_subcommand_from account" -f -a "list" -d 'Lists the accounts'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand help; and __fish_seen_subcommand_from account" -f -a "set-up-code" -d 'Prints a code that makes the first owner, as long as there is none. Codes that were printed before stop working'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand help; and __fish_seen_subcommand_from account" -f -a "reset-password" -d 'Sets another password for an account, and ends all its sessions'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand help; and __fish_seen_subcommand_from backup" -f -a "list" -d 'Lists the backups on the box and those in the folder of whole backups, the newest first'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand help; and __fish_seen_subcommand_from backup" -f -a "make" -d 'Makes one now, also while the daemon runs. With --out it is whole: the database and the key of the box, in one file that a passphrase opens. Without, it is a copy of the database on the box, and where it is gets printed; the daemon writes the whole one, where the settings say so'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "check" -d 'Tells whether the settings can be used: reads them all, looks at folders and the key, and changes nothing'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "show" -d 'Shows every setting, its value and who says so'
complete -c hotspotd -n "__fish_hotspotd_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "example" -d 'Prints a settings file with every setting in it, explained and commented out'
