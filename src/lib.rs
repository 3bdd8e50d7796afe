//! VAE Lab core.
pub mod num;
