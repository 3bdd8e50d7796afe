//! Floor 0: numbers. Parameters as one flat buffer, matrix products, convolutions, vector
//! maths, random streams.

#[cfg(feature = "bench")]
pub mod bench;
pub mod conv;
pub mod gemm;
pub mod lanes;
pub mod params;
pub mod real;
pub mod rng;
pub mod shared;
mod unrolled;
pub mod vecmath;

use unrolled::{each, unrolled};

pub use params::{Layout, Order, Span, Start};
pub use real::Real;
pub use shared::{Rows, Shared};
