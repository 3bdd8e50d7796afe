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
    /// The first half of that, down to the gradient of z: what follows asks how the whole batch did.
    Terms,
    /// The second half, through the encoder.
    Encoder,
}

/// Parameters that are updated together, by an optimiser of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    All,
}

impl Phase {
    /// The phases of a step of `family`; with free bits, the gradient of an image's code depends on all the others'.
    pub fn of(family: Family, free_bits: bool) -> &'static [Phase] {
        match family {
            Family::Vae if free_bits => {
                &[Phase::Rows(Pass::Terms), Phase::Rows(Pass::Encoder), Phase::Update(Group::All)]
            }
            Family::Vae | Family::Ae => &[Phase::Rows(Pass::Bound), Phase::Update(Group::All)],
        }
    }
}
