//! Floor 3: training. The objective, the optimiser, the step.

mod adam;
mod bound;
mod feed;
mod importance;
mod objective;
mod options;
mod phase;
mod team;
mod terms;
mod trainer;
mod workspace;

pub use adam::Adam;
pub use bound::{Bound, MAX_SAMPLES};
pub use feed::Feed;
pub use importance::evaluate_bound;
pub use objective::{Objective, evaluate};
pub use options::{CheckedOptions, MAX_BATCH, MAX_BETA, MAX_FREE_BITS, MAX_LEARNING_RATE, MAX_WARMUP, TrainOptions};
pub use phase::{Group, Pass, Phase};
#[cfg(target_arch = "wasm32")]
pub(crate) use team::Crew;
pub use team::{MAX_THREADS, Member, Team};
pub use terms::{Role, Term, TermSums, Terms};
pub use trainer::Trainer;
pub use workspace::{Part, TrainWorkspace};

#[cfg(test)]
mod tests;
