//! What a model makes of codes and images, in rows of numbers, row-major: what leaves for a browser needs no more.
//! `look.rs` says the same with ndarray.

use std::ops::Range;

use super::{Session, within};
use crate::error::{LabError, Result};
use crate::lab::infer::Codes;
use crate::lab::plane::{PlaneWindow, all_finite};
use crate::lab::strip::{self, PictureRows, StripRows};
use crate::num::rng::Stream;

/// That `points` are of `columns` finite numbers each.
fn check_points(subject: &'static str, points: &[f32], columns: usize) -> Result<()> {
    if !points.len().is_multiple_of(columns) {
        let detail = format!("must hold {columns} numbers a point, not {} in all", points.len());
        return Err(LabError::BadInput { subject, problem: detail.into() });
    }
    if !all_finite(points) {
        return Err(LabError::input(subject, "z", "must hold finite numbers".into()));
    }
    Ok(())
}

impl Session {
    /// Codes z (N·Z) → ink (N·H·W).
    pub(crate) fn decode_rows(&mut self, z: &[f32]) -> Result<Vec<u8>> {
        check_points("z", z, self.spec().latent)?;
        Ok(self.inference.decode(&self.model, z))
    }

    /// Codes z (N·Z) → outputs (N·H·W).
    pub(crate) fn decode_outputs_rows(&mut self, z: &[f32]) -> Result<Vec<f32>> {
        check_points("z", z, self.spec().latent)?;
        Ok(self.inference.decode_outputs(&self.model, z))
    }

    /// Points of the plane (N·2) → codes (N·Z).
    pub(crate) fn z_from_plane_rows(&self, points: &[f32]) -> Result<Vec<f32>> {
        check_points("A point of the plane", points, 2)?;
        Ok(self.slice.z_rows(points))
    }

    /// Codes (N·Z) → points of the plane (N·2).
    pub(crate) fn plane_from_z_rows(&self, z: &[f32]) -> Result<Vec<f32>> {
        check_points("z", z, self.spec().latent)?;
        Ok(self.slice.project_rows(z))
    }

    /// The decoded grid, (rows·columns·H·W).
    pub(crate) fn manifold_rows(&mut self, window: PlaneWindow, columns: usize, rows: usize) -> Result<Vec<u8>> {
        let z = self.slice.z_rows(&window.grid_row(columns, rows)?);
        self.decode_rows(&z)
    }

    /// That images are of the model's size.
    pub(crate) fn check_size(&self, height: usize, width: usize) -> Result<()> {
        let (h, w) = (self.spec().height, self.spec().width);
        if (height, width) == (h, w) {
            return Ok(());
        }
        let detail = format!("must be of {h}×{w} pixels, not {height}×{width}");
        Err(LabError::input("The image", "pixels", detail))
    }

    /// Images (N·H·W), 0 paper and 255 full ink → posterior parameters.
    pub(crate) fn encode_rows(&mut self, images: &[u8]) -> Codes {
        let (pixels, seed, size) = (self.pixels, self.seed, self.spec().height * self.spec().width);
        self.inference.encode(&self.model, images.len() / size, &mut |i, x| {
            fill_from_ink(&images[i * size..], x);
            pixels.apply(x, || Stream::Pixels.at(seed, 0));
        })
    }

    /// Codes μ (or z) of images `range`, (N·Z).
    pub(crate) fn codes_rows(&mut self, range: Range<usize>) -> Result<Vec<f32>> {
        let images = self.images.as_ref().ok_or(LabError::NoData)?;
        within(&range, images.len())?;
        let mut fill = |i, x: &mut [f32]| images.fill_to_look_at(images.in_order(range.start + i), x);
        Ok(self.inference.encode(&self.model, range.len(), &mut fill).mu)
    }

    /// The same on the plane, (N·2).
    pub(crate) fn points_rows(&mut self, range: Range<usize>) -> Result<Vec<f32>> {
        let z = self.codes_rows(range)?;
        Ok(self.slice.project_rows(&z))
    }

    /// Classes of all images in the order of [`Session::codes`]: places in the list of names, or
    /// [`crate::data::NO_LABEL`]. Without images there are none.
    pub fn labels(&self) -> Vec<u16> {
        let Some(images) = &self.images else { return Vec::new() };
        let ids = images.data.labels().ids();
        let mut labels = Vec::with_capacity(images.len());
        for i in 0..images.len() {
            labels.push(ids[images.in_order(i) as usize]);
        }
        labels
    }

    pub(crate) fn strip_rows(&mut self, count: usize) -> StripRows {
        match &self.images {
            Some(images) => strip::of_images(images, images.to_show(count)),
            None => strip::prior(&mut self.inference, &self.model, self.seed, count),
        }
    }

    pub(crate) fn strip_picture_rows(&mut self, count: usize) -> PictureRows {
        let (inference, model, size) = (&mut self.inference, &self.model, self.model.spec().pixels());
        match &self.images {
            Some(images) => strip::picture_of_images(inference, model, &self.slice, images, images.to_show(count)),
            None => {
                let draws = strip::prior(inference, model, self.seed, count).inputs;
                let mut fill = |i: usize, x: &mut [f32]| fill_from_ink(&draws[i * size..], x);
                strip::picture(inference, model, &self.slice, count, &mut fill)
            }
        }
    }
}

/// Values in [0, 1] from as many bytes of ink.
fn fill_from_ink(ink: &[u8], x: &mut [f32]) {
    for (x, &ink) in x.iter_mut().zip(ink) {
        *x = f32::from(ink) / 255.0;
    }
}
