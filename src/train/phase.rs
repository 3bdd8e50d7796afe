//! What a step does, one phase after the other, with a barrier behind each.

use crate::model::Family;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Each thread takes its batch rows through a pass of the objective.
    Rows(Pass),
    /// Each thread takes its units of a group of parameters from gradient to updated weights.
    Update(Group),
}

/// What the batch's rows go through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    /// Forward, terms and backward of the bound, or of the reconstruction alone.
    Bound,
}

/// Parameters that are updated together, by an optimiser of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    All,
}

impl Phase {
    /// The phases of a step of `family`.
    pub fn of(family: Family) -> &'static [Phase] {
        match family {
            Family::Vae | Family::Ae => &[Phase::Rows(Pass::Bound), Phase::Update(Group::All)],
        }
    }
}
