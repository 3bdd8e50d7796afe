//! `vae-lab`: the lab from a terminal. Trains, evaluates, draws manifolds.

mod bundle;
mod data;
mod describe;
mod eval;
mod failure;
mod manifold;
mod output;
mod pretrain;
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
