//! The plane that is drawn: a two-dimensional slice of the latent space.
//!
//! `z(a, b) = origin + a·u + b·v`. With two latent dimensions it is the space itself; with one, a line (v = 0); with more,
//! a plane through the origin given.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2};

use super::infer::matrix;
use super::plane::{all_finite, row_major};
use crate::error::{LabError, Result};
use crate::plain::{self, FromPlain, Problem, Value, field};

/// origin, u, v: (Z).
#[derive(Clone, Debug, PartialEq)]
pub struct Slice {
    origin: Vec<f32>,
    u: Vec<f32>,
    v: Vec<f32>,
}

impl Slice {
    /// The plane of the first two axes through 0; of the one axis where there is one only.
    pub fn first_axes(latent: usize) -> Self {
        Self::along(vec![0.0; latent], 0, 1)
    }

    /// The plane through `origin` along two axes. An axis that is not there has no length: what is drawn along it does
    /// not change.
    pub fn axes(origin: Array1<f32>, across: usize, up: usize) -> Self {
        Self::along(origin.to_vec(), across, up)
    }

    fn along(origin: Vec<f32>, across: usize, up: usize) -> Self {
        let unit = |axis: usize| {
            let mut unit = vec![0.0; origin.len()];
            if let Some(length) = unit.get_mut(axis) {
                *length = 1.0;
            }
            unit
        };
        Slice { u: unit(across), v: unit(up), origin }
    }

    /// A plane as a person describes it.
    ///
    /// # Errors
    /// `BadInput` when the parts are not of `latent` finite numbers each, or u and v are no two directions.
    pub fn new(origin: Vec<f32>, u: Vec<f32>, v: Vec<f32>, latent: usize) -> Result<Self> {
        let bad = |field, detail: String| Err(LabError::input("The plane's slice", field, detail));
        for (name, part) in [("origin", &origin), ("u", &u), ("v", &v)] {
            if part.len() != latent || !all_finite(part) {
                return bad(name, format!("has a `{name}` that is not {latent} finite numbers"));
            }
        }
        let slice = Slice { origin, u, v };
        let (uu, vv, uv) = slice.products();
        // A line is enough where the space is one.
        let flat = if latent == 1 { uu <= 0.0 } else { uu * vv - uv * uv <= 1e-12 * uu * vv };
        if flat || !(uu * vv).is_finite() {
            return bad("v", "has directions `u` and `v` that are no plane".into());
        }
        Ok(slice)
    }

    fn products(&self) -> (f64, f64, f64) {
        let Slice { u, v, .. } = self;
        (dot(u, u), dot(v, v), dot(u, v))
    }

    pub fn origin(&self) -> ArrayView1<'_, f32> {
        (&self.origin[..]).into()
    }

    pub fn u(&self) -> ArrayView1<'_, f32> {
        (&self.u[..]).into()
    }

    pub fn v(&self) -> ArrayView1<'_, f32> {
        (&self.v[..]).into()
    }

    /// Dimensions of the space, Z.
    pub fn latent(&self) -> usize {
        self.origin.len()
    }

    /// Points of the plane (N, 2) → codes (N, Z).
    pub fn z(&self, points: ArrayView2<f32>) -> Array2<f32> {
        matrix(self.z_rows(&row_major(points)), self.origin.len())
    }

    /// The same in rows of numbers: (N·2) → (N·Z).
    pub(super) fn z_rows(&self, points: &[f32]) -> Vec<f32> {
        let Slice { origin, u, v } = self;
        let mut z = Vec::with_capacity(points.len() / 2 * origin.len());
        for &[a, b] in points.as_chunks().0 {
            for i in 0..origin.len() {
                z.push(origin[i] + a * u[i] + b * v[i]);
            }
        }
        z
    }

    /// Codes (N, Z) → the nearest points of the plane (N, 2).
    pub fn project(&self, z: ArrayView2<f32>) -> Array2<f32> {
        matrix(self.project_rows(&row_major(z)), 2)
    }

    /// The same in rows of numbers: (N·Z) → (N·2).
    pub(super) fn project_rows(&self, z: &[f32]) -> Vec<f32> {
        let Slice { origin, u, v } = self;
        let (uu, vv, uv) = self.products();
        let determinant = uu * vv - uv * uv;
        let mut points = Vec::with_capacity(z.len() / origin.len() * 2);
        for z in z.chunks_exact(origin.len()) {
            let (mut zu, mut zv) = (0.0, 0.0);
            for i in 0..z.len() {
                let away = f64::from(z[i]) - f64::from(origin[i]);
                zu += away * f64::from(u[i]);
                zv += away * f64::from(v[i]);
            }
            // Cramer's rule; of a line, its one direction.
            let (a, b) = if determinant > 0.0 {
                ((zu * vv - zv * uv) / determinant, (zv * uu - zu * uv) / determinant)
            } else {
                (zu / uu, 0.0)
            };
            points.extend_from_slice(&[a as f32, b as f32]);
        }
        points
    }

    /// What [`SliceParts`] are read from.
    pub fn to_plain(&self) -> Value {
        let list = |part: &[f32]| part.into();
        Value::object([("origin", list(&self.origin)), ("u", list(&self.u)), ("v", list(&self.v))])
    }
}

/// The parts of a slice as somebody wrote them, not yet held to a model.
#[derive(Clone, Debug, PartialEq)]
pub struct SliceParts {
    pub origin: Vec<f64>,
    pub u: Vec<f64>,
    pub v: Vec<f64>,
}

impl SliceParts {
    /// # Errors
    /// As [`Slice::new`].
    pub fn check(self, latent: usize) -> Result<Slice> {
        Slice::new(narrowed(&self.origin), narrowed(&self.u), narrowed(&self.v), latent)
    }
}

fn narrowed(values: &[f64]) -> Vec<f32> {
    let mut narrow = Vec::with_capacity(values.len());
    for &value in values {
        narrow.push(value as f32);
    }
    narrow
}

fn dot(a: &[f32], b: &[f32]) -> f64 {
    let mut sum = 0.0;
    for (&a, &b) in a.iter().zip(b) {
        sum += f64::from(a) * f64::from(b);
    }
    sum
}

impl FromPlain for SliceParts {
    fn from_plain(value: &Value) -> std::result::Result<SliceParts, Problem> {
        plain::only(value, &["origin", "u", "v"])?;
        Ok(SliceParts { origin: field(value, "origin")?, u: field(value, "u")?, v: field(value, "v")? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn two_dimensions_are_their_own_plane() {
        let points = array![[0.5, -1.25], [3.0, 0.0]];
        let slice = Slice::first_axes(2);
        assert_eq!(slice.z(points.view()), points);
        assert_eq!(slice.project(points.view()), points);
    }

    #[test]
    fn one_dimension_is_a_line() {
        let slice = Slice::first_axes(1);
        assert_eq!(slice.z(array![[0.5, 7.0]].view()), array![[0.5]]);
        assert_eq!(slice.project(array![[0.5]].view()), array![[0.5, 0.0]]);
    }

    #[test]
    fn a_point_of_any_plane_is_found_again_and_the_nearest_of_a_point_beside_it() {
        let slice =
            Slice::new(vec![1.0, 0.0, 2.0, -1.0], vec![1.0, 1.0, 0.0, 0.0], vec![0.0, 2.0, 0.0, 1.0], 4).unwrap();
        let points = array![[0.5, -1.0], [0.0, 2.0]];
        let z = slice.z(points.view());
        let close = |a: Array2<f32>, b: &Array2<f32>| (a - b).iter().all(|d| d.abs() < 1e-5);
        assert!(close(slice.project(z.view()), &points));
        // The third axis is perpendicular to the plane.
        let beside = &z + &array![[0.0, 0.0, 5.0, 0.0]];
        assert!(close(slice.project(beside.view()), &points));
    }

    #[test]
    fn what_is_no_plane_is_refused() {
        let refused = |u: Vec<f32>, v: Vec<f32>| Slice::new(vec![0.0; 3], u, v, 3).unwrap_err().field().to_owned();
        assert_eq!(refused(vec![1.0; 2], vec![1.0; 3]), "u");
        assert_eq!(refused(vec![1.0; 3], vec![f32::NAN; 3]), "v");
        assert_eq!(refused(vec![1.0, 2.0, 0.0], vec![2.0, 4.0, 0.0]), "v");
        assert_eq!(refused(vec![0.0; 3], vec![1.0; 3]), "v");
    }
}
