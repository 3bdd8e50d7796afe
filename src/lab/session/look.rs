//! What a model makes of codes and images.

use std::ops::Range;

use ndarray::{Array2, Array3, Array4, ArrayView2, ArrayView3};

use super::{Session, within};
use crate::error::{LabError, Result};
use crate::lab::infer::Encoded;
use crate::lab::plane::PlaneWindow;
use crate::lab::slice::Slice;
use crate::lab::strip::{self, Strip, StripPicture};
use crate::num::rng::Stream;

impl Session {
    fn check_columns(&self, subject: &'static str, points: &ArrayView2<f32>, columns: usize) -> Result<()> {
        let bad = |detail: String| Err(LabError::input(subject, "z", detail));
        if points.ncols() != columns {
            return bad(format!("must hold {columns} numbers a point, not {}", points.ncols()));
        }
        if points.iter().any(|v| !v.is_finite()) {
            return bad("must hold finite numbers".into());
        }
        Ok(())
    }

    /// Codes z (N, Z) → ink (N, H, W), 0..=255.
    ///
    /// # Errors
    /// `BadInput` when a code is not of Z finite numbers.
    pub fn decode(&mut self, z: ArrayView2<f32>) -> Result<Array3<u8>> {
        self.check_columns("z", &z, self.spec().latent)?;
        Ok(self.inference.decode(&self.model, z))
    }

    /// Codes z (N, Z) → the decoder's outputs (N, H, W): logits of a Bernoulli likelihood, means of a Gaussian one.
    ///
    /// # Errors
    /// As [`Session::decode`].
    pub fn decode_outputs(&mut self, z: ArrayView2<f32>) -> Result<Array3<f32>> {
        self.check_columns("z", &z, self.spec().latent)?;
        Ok(self.inference.decode_outputs(&self.model, z))
    }

    /// The slice of the latent space that is the plane.
    pub fn slice(&self) -> &Slice {
        &self.slice
    }

    /// # Errors
    /// `BadInput` when the slice is of another space.
    pub fn set_slice(&mut self, slice: Slice) -> Result<()> {
        let latent = self.spec().latent;
        if slice.origin().len() != latent {
            let detail = format!("must be of {latent} dimensions, not {}", slice.origin().len());
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
        self.check_columns("A point of the plane", &points, 2)?;
        Ok(self.slice.z(points))
    }

    /// Codes (N, Z) → the nearest points of the plane (N, 2).
    ///
    /// # Errors
    /// `BadInput` when a code is not of Z finite numbers.
    pub fn plane_from_z(&self, z: ArrayView2<f32>) -> Result<Array2<f32>> {
        self.check_columns("z", &z, self.spec().latent)?;
        Ok(self.slice.project(z))
    }

    /// The decoded grid of a window of the plane, (rows, columns, H, W), from the top left.
    ///
    /// # Errors
    /// `BadInput` when the window or the grid is out of bounds.
    pub fn manifold(&mut self, window: PlaneWindow, columns: usize, rows: usize) -> Result<Array4<u8>> {
        let z = self.slice.z(window.grid(columns, rows)?.view());
        let tiles = self.decode(z.view())?;
        let shape = (rows, columns, self.spec().height, self.spec().width);
        Ok(tiles.into_shape_with_order(shape).expect("a tile a cell"))
    }

    /// Images (N, H, W), 0 paper and 255 full ink → posterior parameters. They become inputs as the training images do.
    ///
    /// # Errors
    /// `BadInput` when the images are of another size.
    pub fn encode(&mut self, images: ArrayView3<u8>) -> Result<Encoded> {
        let (height, width) = (self.spec().height, self.spec().width);
        let (count, h, w) = images.dim();
        if (h, w) != (height, width) {
            let detail = format!("must be of {height}×{width} pixels, not {h}×{w}");
            return Err(LabError::input("The image", "pixels", detail));
        }
        let (pixels, seed) = (self.pixels, self.seed);
        Ok(self.inference.encode(&self.model, count, |i, x| {
            for (x, &ink) in x.iter_mut().zip(images.index_axis(ndarray::Axis(0), i)) {
                *x = f32::from(ink) / 255.0;
            }
            pixels.apply(x, || Stream::Pixels.at(seed, 0));
        }))
    }

    /// Codes μ (or z) of images `range`, (N, Z): training images first, then the held-out ones.
    ///
    /// # Errors
    /// `NoData`; `BadInput` when the range is not within the set.
    pub fn codes(&mut self, range: Range<usize>) -> Result<Array2<f32>> {
        let images = self.images.as_ref().ok_or(LabError::NoData)?;
        within(&range, images.len())?;
        let start = range.start;
        let fill = |i, x: &mut [f32]| images.fill_to_look_at(images.in_order(start + i), x);
        Ok(self.inference.encode(&self.model, range.len(), fill).mu)
    }

    /// The same on the plane, (N, 2).
    ///
    /// # Errors
    /// As [`Session::codes`].
    pub fn points(&mut self, range: Range<usize>) -> Result<Array2<f32>> {
        let z = self.codes(range)?;
        Ok(self.slice.project(z.view()))
    }

    /// Classes of all images in the order of [`Session::codes`]: places in the list of names, or
    /// [`crate::data::NO_LABEL`]. Without images there are none.
    pub fn labels(&self) -> Vec<u16> {
        let Some(images) = &self.images else { return Vec::new() };
        let ids = images.data.labels().ids();
        (0..images.len()).map(|i| ids[images.in_order(i) as usize]).collect()
    }

    /// A few images to look at: held-out ones, or, without images, draws from the prior.
    pub fn strip(&mut self, count: usize) -> Strip {
        match &self.images {
            Some(images) => strip::held_out(images, self.model.spec(), count),
            None => strip::prior(&mut self.inference, &self.model, self.seed, count),
        }
    }

    /// What the model makes of the images of [`Session::strip`].
    pub fn strip_picture(&mut self, count: usize) -> StripPicture {
        let (inference, model) = (&mut self.inference, &self.model);
        match &self.images {
            Some(images) => {
                let chosen = images.to_show(count);
                let fill = |i: usize, x: &mut [f32]| images.fill_to_look_at(chosen[i], x);
                strip::picture(inference, model, &self.slice, chosen.len(), fill)
            }
            None => {
                let draws = strip::prior(inference, model, self.seed, count);
                let fill = |i: usize, x: &mut [f32]| {
                    let image = draws.inputs.index_axis(ndarray::Axis(0), i);
                    x.iter_mut().zip(image).for_each(|(x, &ink)| *x = f32::from(ink) / 255.0);
                };
                strip::picture(inference, model, &self.slice, count, fill)
            }
        }
    }
}
