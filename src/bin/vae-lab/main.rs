//! `vae-lab`: the lab from a terminal. Trains, evaluates, draws manifolds, reads other people's images.

mod bundle;
mod convert;
mod data;
mod describe;
mod eval;
mod failure;
mod inspect;
mod manifold;
mod output;
mod pretrain;
mod reading;
mod report;
mod run;
mod stop;
mod target;
mod train;
mod weights;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// A variational autoencoder, trained and measured from a terminal.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Train a model; write its weights.
    Train(Box<train::Train>),
    /// Measure weights on a data set.
    Eval(eval::Eval),
    /// Draw the decoded grid of a model's latent plane as PNG.
    Manifold(manifold::Manifold),
    /// Say what a data set holds, and what its files were taken to mean.
    Inspect(inspect::Inspect),
    /// Write a data set as NPZ or IDX.
    Convert(convert::Convert),
    /// Make the web page's 28×28 weights, their card and their codes.
    Pretrain(pretrain::Pretrain),
    /// Make the parts of MNIST that the web page fetches.
    Bundle(bundle::Bundle),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Train(command) => command.run(),
        Command::Eval(command) => command.run(),
        Command::Manifold(command) => command.run(),
        Command::Inspect(command) => command.run(),
        Command::Convert(command) => command.run(),
        Command::Pretrain(command) => command.run(),
        Command::Bundle(command) => command.run(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            output::note(&failure.to_string());
            failure.exit_code().into()
        }
    }
}
