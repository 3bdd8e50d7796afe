//! One image of the set, and what the model makes of it.

use ndarray::Array2;

use super::{Session, within};
use crate::error::{LabError, Result};
use crate::lab::infer::Encoded;
use crate::lab::strip::{self, PictureRows, StripRows};
use crate::train::Terms;

/// An image, and what the model makes of it now.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// Ink (H, W).
    pub input: Array2<u8>,
    /// A place in the list of classes; [`crate::data::NO_LABEL`] where unknown.
    pub label: u16,
    /// The decoder at the encoder's μ (or z), ink (H, W).
    pub reconstruction: Array2<u8>,
    /// (1, Z)
    pub encoded: Encoded,
    /// μ on the plane.
    pub point: [f32; 2],
    /// In nats, at one fixed ε: of a held-out image, what it adds to [`Session::evaluate_range`].
    pub terms: Terms,
}

impl Session {
    /// The image at a place in the order of [`Session::codes`].
    ///
    /// # Errors
    /// `NoData`; `BadInput` when there is no such image.
    pub fn look_at(&mut self, place: usize) -> Result<Look> {
        let (image, picture, terms) = self.look_at_rows(place)?;
        let (height, width) = (self.spec().height, self.spec().width);
        let shaped = |ink| Array2::from_shape_vec((height, width), ink).expect("a whole image");
        Ok(Look {
            input: shaped(image.inputs),
            label: image.labels[0],
            reconstruction: shaped(picture.reconstructions),
            encoded: picture.encoded.shaped(self.spec().latent),
            point: [picture.points[0], picture.points[1]],
            terms,
        })
    }

    pub(crate) fn look_at_rows(&mut self, place: usize) -> Result<(StripRows, PictureRows, Terms)> {
        let images = self.images.as_ref().ok_or(LabError::NoData)?;
        within(&(place..place.saturating_add(1)), images.len())?;
        let (inference, model) = (&mut self.inference, &self.model);
        let image = strip::of_images(images, &[place]);
        let picture = strip::picture_of_images(inference, model, &self.slice, images, &[place]);
        Ok((image, picture, inference.terms_of(model, images, place)))
    }
}
