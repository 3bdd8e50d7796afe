//! What a model makes of codes and images.

use std::borrow::Cow;
use std::ops::Range;

use ndarray::{Array2, Array3, Array4, ArrayView2, ArrayView3};

use super::Session;
use crate::error::{LabError, Result};
use crate::lab::infer::{Encoded, matrix};
use crate::lab::plane::{PlaneWindow, row_major};
use crate::lab::slice::Slice;
use crate::lab::strip::{Strip, StripPicture};

/// The numbers of points that have `columns` each.
fn points_of<'a>(subject: &'static str, points: ArrayView2<'a, f32>, columns: usize) -> Result<Cow<'a, [f32]>> {
    if points.ncols() == columns {
        return Ok(row_major(points));
    }
    let detail = format!("must hold {columns} numbers a point, not {}", points.ncols());
    Err(LabError::input(subject, "z", detail))
}

impl Session {
    /// Values (N·H·W) as images (N, H, W).
    fn shaped<T>(&self, values: Vec<T>) -> Array3<T> {
        let (height, width) = (self.spec().height, self.spec().width);
        Array3::from_shape_vec((values.len() / (height * width), height, width), values).expect("whole images")
    }

    /// Codes z (N, Z) → ink (N, H, W), 0..=255.
    ///
    /// # Errors
    /// `BadInput` when a code is not of Z finite numbers.
    pub fn decode(&mut self, z: ArrayView2<f32>) -> Result<Array3<u8>> {
        let ink = self.decode_rows(&points_of("z", z, self.spec().latent)?)?;
        Ok(self.shaped(ink))
    }

    /// Codes z (N, Z) → the decoder's outputs (N, H, W): logits of a Bernoulli likelihood, means of a Gaussian one.
    ///
    /// # Errors
    /// As [`Session::decode`].
    pub fn decode_outputs(&mut self, z: ArrayView2<f32>) -> Result<Array3<f32>> {
        let outputs = self.decode_outputs_rows(&points_of("z", z, self.spec().latent)?)?;
        Ok(self.shaped(outputs))
    }

    /// The slice of the latent space that is the plane.
    pub fn slice(&self) -> &Slice {
        &self.slice
    }

    /// # Errors
    /// `BadInput` when the slice is of another space.
    pub fn set_slice(&mut self, slice: Slice) -> Result<()> {
        let latent = self.spec().latent;
        if slice.latent() != latent {
            let detail = format!("must be of {latent} dimensions, not {}", slice.latent());
            return Err(LabError::input("The plane's slice", "origin", detail));
        }
        self.slice = slice;
        Ok(())
    }

    /// Points of the plane (N, 2) → codes (N, Z).
    ///
    /// # Errors
    /// `BadInput` when a point is not of two finite numbers.
    pub fn z_from_plane(&self, points: ArrayView2<f32>) -> Result<Array2<f32>> {
        let z = self.z_from_plane_rows(&points_of("A point of the plane", points, 2)?)?;
        Ok(matrix(z, self.spec().latent))
    }

    /// Codes (N, Z) → the nearest points of the plane (N, 2).
    ///
    /// # Errors
    /// `BadInput` when a code is not of Z finite numbers.
    pub fn plane_from_z(&self, z: ArrayView2<f32>) -> Result<Array2<f32>> {
        Ok(matrix(self.plane_from_z_rows(&points_of("z", z, self.spec().latent)?)?, 2))
    }

    /// The decoded grid of a window of the plane, (rows, columns, H, W), from the top left.
    ///
    /// # Errors
    /// `BadInput` when the window or the grid is out of bounds.
    pub fn manifold(&mut self, window: PlaneWindow, columns: usize, rows: usize) -> Result<Array4<u8>> {
        let tiles = self.manifold_rows(window, columns, rows)?;
        let shape = (rows, columns, self.spec().height, self.spec().width);
        Ok(Array4::from_shape_vec(shape, tiles).expect("a tile a cell"))
    }

    /// Images (N, H, W), 0 paper and 255 full ink → posterior parameters. They become inputs as the training images do.
    ///
    /// # Errors
    /// `BadInput` when the images are of another size.
    pub fn encode(&mut self, images: ArrayView3<u8>) -> Result<Encoded> {
        let (_, height, width) = images.dim();
        self.check_size(height, width)?;
        Ok(self.encode_rows(&row_major(images)).shaped(self.spec().latent))
    }

    /// Codes μ (or z) of images `range`, (N, Z): training images first, then the held-out ones.
    ///
    /// # Errors
    /// `NoData`; `BadInput` when the range is not within the set.
    pub fn codes(&mut self, range: Range<usize>) -> Result<Array2<f32>> {
        Ok(matrix(self.codes_rows(range)?, self.spec().latent))
    }

    /// The same on the plane, (N, 2).
    ///
    /// # Errors
    /// As [`Session::codes`].
    pub fn points(&mut self, range: Range<usize>) -> Result<Array2<f32>> {
        Ok(matrix(self.points_rows(range)?, 2))
    }

    /// A few images to look at: held-out ones, or, without images, draws from the prior.
    pub fn strip(&mut self, count: usize) -> Strip {
        let strip = self.strip_rows(count);
        Strip { source: strip.source, inputs: self.shaped(strip.inputs), labels: strip.labels, places: strip.places }
    }

    /// What the model makes of the images of [`Session::strip`].
    pub fn strip_picture(&mut self, count: usize) -> StripPicture {
        let picture = self.strip_picture_rows(count);
        StripPicture {
            reconstructions: self.shaped(picture.reconstructions),
            encoded: picture.encoded.shaped(self.spec().latent),
            points: matrix(picture.points, 2),
        }
    }
}
