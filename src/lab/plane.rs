//! The latent plane: windows of it, and grids of points in them.

use std::borrow::Cow;

use ndarray::{Array2, ArrayView, Dimension};

use super::infer::matrix;
use crate::error::{LabError, Result};
use crate::plain::{self, FromPlain, Problem, Value};

/// Tiles along a side of a manifold, at most.
pub const MAX_GRID: usize = 64;

/// A rectangle of the plane that is drawn ([`super::Slice`]), in its units: those of z.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlaneWindow {
    pub z1_min: f32,
    pub z1_max: f32,
    pub z2_min: f32,
    pub z2_max: f32,
}

impl FromPlain for PlaneWindow {
    fn from_plain(window: &Value) -> std::result::Result<PlaneWindow, Problem> {
        plain::only(window, &["z1Min", "z1Max", "z2Min", "z2Max"])?;
        let edge = |name| plain::finite(window, name).map(|edge| edge as f32);
        Ok(PlaneWindow {
            z1_min: edge("z1Min")?,
            z1_max: edge("z1Max")?,
            z2_min: edge("z2Min")?,
            z2_max: edge("z2Max")?,
        })
    }
}

impl PlaneWindow {
    /// Centres of `columns` × `rows` equal cells, row-major from the top left (largest z₂): (rows·columns, 2).
    ///
    /// # Errors
    /// `BadInput` when the window is empty or not finite, or a side has no cell or more than [`MAX_GRID`].
    pub fn grid(&self, columns: usize, rows: usize) -> Result<Array2<f32>> {
        Ok(matrix(self.grid_row(columns, rows)?, 2))
    }

    /// The same in a row: (rows·columns·2).
    pub(super) fn grid_row(&self, columns: usize, rows: usize) -> Result<Vec<f32>> {
        let bad = |subject, field, detail: String| Err(LabError::input(subject, field, detail));
        let (width, height) = (self.z1_max - self.z1_min, self.z2_max - self.z2_min);
        if !(width > 0.0 && height > 0.0 && width.is_finite() && height.is_finite()) {
            return bad("The plane's window", "window", "must have a finite, positive size".into());
        }
        for (name, side) in [("columns", columns), ("rows", rows)] {
            if !(1..=MAX_GRID).contains(&side) {
                return bad("The plane's grid", name, format!("must have 1 to {MAX_GRID} cells a side, not {side}"));
            }
        }
        let mut centres = Vec::with_capacity(rows * columns * 2);
        for row in 0..rows {
            for column in 0..columns {
                centres.push(self.z1_min + width * (column as f32 + 0.5) / columns as f32);
                centres.push(self.z2_max - height * (row as f32 + 0.5) / rows as f32);
            }
        }
        Ok(centres)
    }
}

/// Points, row-major in a row.
/// An array's elements in a row: where they lie, if they lie so, else copied.
pub(super) fn row_major<T: Copy, D: Dimension>(array: ArrayView<'_, T, D>) -> Cow<'_, [T]> {
    match array.to_slice() {
        Some(row) => Cow::Borrowed(row),
        None => Cow::Owned(array.iter().copied().collect()),
    }
}

pub(super) fn all_finite(values: &[f32]) -> bool {
    values.iter().all(|value| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: PlaneWindow = PlaneWindow { z1_min: -3.0, z1_max: 3.0, z2_min: -1.0, z2_max: 1.0 };

    #[test]
    fn the_grid_starts_at_the_top_left_and_holds_cell_centres() {
        let centres = ndarray::array![[-2., 0.5], [0., 0.5], [2., 0.5], [-2., -0.5], [0., -0.5], [2., -0.5]];
        assert_eq!(WINDOW.grid(3, 2).unwrap(), centres);
    }

    #[test]
    fn a_window_or_grid_out_of_bounds_is_refused() {
        for window in [
            PlaneWindow { z1_max: -3.0, ..WINDOW },
            PlaneWindow { z1_max: f32::NAN, ..WINDOW },
            PlaneWindow { z2_max: f32::INFINITY, ..WINDOW },
        ] {
            assert_eq!(window.grid(2, 2).unwrap_err().code(), "bad_input");
        }
        assert!(WINDOW.grid(0, 2).is_err());
        assert!(WINDOW.grid(2, MAX_GRID + 1).is_err());
    }
}
