//! The command line: arguments in, one service call, text out. Errors go to standard error, data to standard output.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod account;
pub mod apply_failure;
mod backup;
mod bar;
mod bootstrap;
pub mod change;
mod config;
pub mod configuration;
mod container_setup;
pub mod demo;
pub mod example;
mod example_site;
pub mod exit;
mod fault;
mod found_at;
mod generate;
mod guard;
mod lint;
mod log;
mod memory;
mod models;
mod report;
mod restore;
pub mod router;
mod runtime;
pub mod sample_data;
pub mod schema;
mod secret_file;
pub mod serve;
mod settings;
pub mod show;
mod simulate;
mod state;
mod status;
mod stop;
mod typed;
mod wait;

use change::{ApplyArguments, CompareArguments};
use demo::DemoArguments;
use example_site::ExampleSiteArguments;
use exit::{Exit, Failure};
use generate::GenerateArguments;
use guard::{GuardArguments, GuardCommand};
use simulate::SimulateArguments;

/// From the description of a shop to a proven RouterOS hotspot.
#[derive(Debug, Parser)]
#[command(name = "hotspotd", version, about, propagate_version = true, after_help = AFTER_HELP)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const AFTER_HELP: &str = "\
Exit codes: 0 done or no difference · 1 failed · 2 differences found · 3 rolled back · 4 outcome unknown · 64 bad input.

Begin with `hotspotd demo`, then `hotspotd example-site > shop.toml`.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Shows the whole job against a simulated router.
    Demo(DemoArguments),
    /// Prints a commented, valid description of a typical shop.
    ExampleSite(ExampleSiteArguments),
    /// Prints the configuration of a shop.
    Generate(GenerateArguments),
    /// Prints the script that lets hotspotd work on a router; its administrator runs it once.
    Bootstrap(bootstrap::BootstrapArguments),
    /// Prints the script that sets hotspotd up as a container on the router itself.
    ContainerSetup(container_setup::ContainerSetupArguments),
    /// Checks RouterOS text: line:column, what is wrong, what was meant.
    Lint(lint::LintArguments),
    /// Lists the boards that hotspotd knows.
    Models(models::ModelsArguments),
    /// Shows what `apply` would change on a router.
    Diff(CompareArguments),
    /// Brings a router to the configuration of a shop, and proves it by reading back.
    Apply(ApplyArguments),
    /// Tells whether a router holds the configuration of a shop.
    Verify(CompareArguments),
    /// Has a router put itself back now, where a guard stands on it.
    Rollback(GuardArguments),
    /// Tells of the guard on a router, or takes it away.
    #[command(subcommand)]
    Guard(GuardCommand),
    /// Serves a simulated router on the real wire.
    Simulate(SimulateArguments),
    /// Fills an empty data folder with people, a catalogue, routers and configurations to try things with.
    #[command(visible_alias = "sample_data")]
    SampleData(sample_data::SampleDataArguments),
    /// Runs the appliance: web pages, API, routers under care.
    Serve(serve::ServeArguments),
    /// Tells whether the appliance of this box is ready, and where it is found.
    Status(status::StatusArguments),
    /// Accounts of the appliance, from the box itself.
    #[command(subcommand)]
    Account(account::AccountCommand),
    /// Backups: lists them, makes one, of the database alone or of all that restores a box.
    #[command(subcommand)]
    Backup(backup::BackupCommand),
    /// Puts a backup in the place of the database, which is kept; a whole one on new hardware too. The daemon must be stopped.
    Restore(restore::RestoreArguments),
    /// Settings: whether they are in order, what holds, and an example of their file.
    #[command(subcommand)]
    Config(config::ConfigCommand),
}

/// Runs the program.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no errors; everything else is bad input.
            let exit = if error.use_stderr() {
                Exit::BadInput
            } else {
                Exit::Done
            };
            // Standard output may be closed already (`hotspotd --help | head -1`): then nobody reads this either.
            let _ = error.print();
            return exit.into();
        }
    };
    let json = arguments.command.json();
    match arguments.command.run() {
        Ok(exit) => exit.into(),
        Err(failure) => {
            tell(&failure.tell());
            if json {
                // Where standard output takes nothing, the exit code still tells.
                let _ = print(&format!("{:#}\n", failure.json()));
            }
            failure.exit.into()
        }
    }
}

impl Command {
    /// Whether a machine reads the output: then it is told of a failure in its language too.
    fn json(&self) -> bool {
        match self {
            Command::Generate(arguments) => arguments.json(),
            Command::Diff(arguments) | Command::Verify(arguments) => arguments.json,
            Command::Apply(arguments) => arguments.json,
            Command::Status(arguments) => arguments.json,
            Command::Rollback(arguments)
            | Command::Guard(GuardCommand::Status(arguments) | GuardCommand::Disarm(arguments)) => {
                arguments.json
            }
            Command::Config(command) => command.json(),
            _ => false,
        }
    }

    fn run(self) -> Result<Exit, Failure> {
        match self {
            Command::Demo(arguments) => arguments.run(),
            Command::ExampleSite(arguments) => arguments.run(),
            Command::Generate(arguments) => arguments.run(),
            Command::Bootstrap(arguments) => arguments.run(),
            Command::ContainerSetup(arguments) => arguments.run(),
            Command::Lint(arguments) => arguments.run(),
            Command::Models(arguments) => arguments.run(),
            Command::Diff(arguments) => arguments.diff(),
            Command::Apply(arguments) => arguments.run(),
            Command::Verify(arguments) => arguments.verify(),
            Command::Rollback(arguments) => arguments.roll_back(),
            Command::Guard(GuardCommand::Status(arguments)) => arguments.status(),
            Command::Guard(GuardCommand::Disarm(arguments)) => arguments.disarm(),
            Command::Simulate(arguments) => arguments.run(),
            Command::SampleData(arguments) => arguments.run(),
            Command::Serve(arguments) => arguments.run(),
            Command::Status(arguments) => arguments.run(),
            Command::Account(command) => command.run(),
            Command::Backup(command) => command.run(),
            Command::Restore(arguments) => arguments.run(),
            Command::Config(command) => command.run(),
        }
    }
}

/// Writes a line to standard error. Nobody may listen there any more (`2>&1 | head -1`): that is no failure.
pub fn tell(line: &str) {
    use std::io::Write;
    let _ = writeln!(anstream::stderr().lock(), "{line}");
}

/// Writes text to standard output; colours only where they belong.
///
/// # Errors
/// Nobody takes the output (a full disk); a reader that has seen enough (`| head`) is no error.
pub fn print(text: &str) -> Result<Exit, Failure> {
    use std::io::{ErrorKind, Write};
    let mut out = anstream::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Ok(Exit::Done),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(Exit::Done),
        Err(error) => Err(Failure::failed(format!(
            "the output cannot be written: {error}"
        ))),
    }
}
