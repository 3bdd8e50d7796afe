//! Floor 1: layers, each with its gradient, and nets of them. Knows no model.
//!
//! Layers are descriptions (shapes and spans); they own no numbers. Parameters, activations and gradients are passed
//! in. Axis letters: **B** batch · **I** inputs · **O** outputs · **H, W** image · **K** taps along a side.

mod activation;
mod constant;
mod conv;
mod dense;
mod net;
mod op;
mod packing;
mod pointwise;

pub use activation::Activation;
pub use constant::Constant;
pub use conv::Conv;
pub use dense::Dense;
pub use net::{Net, Tape};
pub use op::{Gradient, Op};
pub use packing::Packing;
pub use pointwise::Pointwise;
