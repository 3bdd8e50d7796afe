//! Floor 3: training. The objective, the optimiser, the step.

mod adam;
mod feed;
mod objective;
mod options;
mod phase;
mod team;
mod terms;
mod trainer;
mod workspace;

pub use adam::Adam;
pub use feed::Feed;
pub use objective::{Bound, Objective, evaluate};
pub use options::{CheckedOptions, MAX_BATCH, MAX_BETA, MAX_LEARNING_RATE, TrainOptions};
pub use phase::{Group, Pass, Phase};
#[cfg(target_arch = "wasm32")]
pub(crate) use team::Crew;
pub use team::{MAX_THREADS, Member, Team};
pub use terms::{Role, Term, TermSums, Terms};
pub use trainer::Trainer;
pub use workspace::{Part, TrainWorkspace};

#[cfg(test)]
mod tests;
