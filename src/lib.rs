//! VAE Lab core.
pub mod data;
pub mod error;
pub mod lab;
pub mod model;
pub mod nn;
pub mod num;
pub mod train;
#[cfg(target_arch = "wasm32")]
mod wasm;
pub mod weights;

pub use error::{LabError, Result};
