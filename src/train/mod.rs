//! Floor 3: training. The objective, the optimiser, the step.

mod adam;
mod objective;
mod options;
mod team;
mod terms;
mod trainer;
mod workspace;

pub use adam::Adam;
pub use objective::{Objective, evaluate};
pub use options::{CheckedOptions, MAX_BATCH, MAX_BETA, TrainOptions};
pub use team::{Crew, MAX_THREADS, Team};
pub use terms::Terms;
pub use trainer::{Feed, Trainer};
pub use workspace::TrainWorkspace;

#[cfg(test)]
mod tests;
