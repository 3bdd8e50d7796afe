//! Where batches come from.

use crate::num::gemm::MatrixMut;

pub trait Feed<T>: Sync {
    /// Moves on to the next batch of at most `size` images; returns how many it has (at least 1).
    fn advance(&mut self, size: usize) -> usize;
    /// The present batch was not trained on: the next one is the same again.
    fn give_back(&mut self);
    /// Fills batch rows `first..first + x.rows`: images x (rows, I) in [0, 1], and ε (rows·K, Z), an image's K samples one
    /// behind the other.
    fn fill(&self, first: usize, x: MatrixMut<T>, epsilon: MatrixMut<T>);
}
