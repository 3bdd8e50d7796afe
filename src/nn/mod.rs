//! Floor 1: layers, each with its gradient. Knows no model.
//!
//! Layers are descriptions (shapes and spans); they own no numbers. Parameters, activations and gradients are passed
//! in. Axis letters: **B** batch · **I** inputs · **O** outputs.

mod activation;
mod dense;
mod stack;

pub use activation::Activation;
pub use dense::{Dense, PanelScratch};
pub use stack::Stack;
