//! The command line: arguments in, one service call, text out. Errors go to standard error, data to standard output.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub mod example;
pub mod exit;
pub mod site_file;

use exit::{Exit, Failure};

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
    /// Checks RouterOS text: line:column, what is wrong, what was meant.
    Lint {
        /// The file, `-` for standard input.
        file: PathBuf,
        /// A command tree of RouterOS (JSON) to check every name against.
        #[arg(long, value_name = "TREE.json")]
        schema: Option<PathBuf>,
    },
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
    match arguments.command.run() {
        Ok(exit) => exit.into(),
        Err(failure) => {
            eprintln!("{}", failure.tell());
            failure.exit.into()
        }
    }
}

impl Command {
    fn run(self) -> Result<Exit, Failure> {
        match self {
            Command::Lint { .. } => Ok(Exit::Done),
        }
    }
}
