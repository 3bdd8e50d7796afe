//! What training and measuring a model give to JavaScript, and take from it.

use wasm_bindgen::prelude::{JsCast, JsValue};

use super::{JsBaselines, JsEncoded, JsLook, JsTermSums, JsTrainStats, pictured, set_codes};
use crate::lab::{Baselines, CodesRows, PictureRows, Set, StripRows, TrainStats};
use crate::plain::{FromPlain, Problem, Value, choice};
use crate::train::{Term, TermSums, Terms};
use crate::wasm::js::{ImageData, Object, Uint8Array, Uint8ClampedArray};

impl FromPlain for Set {
    fn from_plain(value: &Value) -> Result<Set, Problem> {
        choice(value, &[("heldOut", Set::HeldOut), ("training", Set::TrainingSample)])
    }
}

/// A value for each term that the model has, and no other.
fn values_of(list: &[Term], terms: &Terms) -> Object {
    let out = Object::new();
    for term in list {
        out.set_number(term.id(), term.value(terms));
    }
    out
}

pub fn term_sums(list: &[Term], sums: &TermSums) -> JsTermSums {
    let out = Object::new();
    out.set_number("images", sums.images as f64);
    out.set("sums", &values_of(list, &sums.sums));
    out.unchecked_into()
}

pub fn baselines(baselines: &Baselines) -> JsBaselines {
    let out = Object::new();
    out.set_number("halfNats", baselines.half_nats);
    out.set_number("meanImageNats", baselines.mean_image_nats);
    out.unchecked_into()
}

pub fn train_stats(list: &[Term], stats: &TrainStats) -> JsTrainStats {
    let out = Object::new();
    out.set_number("step", stats.step as f64);
    out.set_number("epoch", stats.epoch);
    out.set("terms", &values_of(list, &stats.terms));
    out.unchecked_into()
}

pub fn look(list: &[Term], (image, picture, terms): &(StripRows, PictureRows, Terms)) -> JsLook {
    let out = pictured(picture);
    out.set("inputs", &Uint8Array::new_from_slice(&image.inputs));
    out.set_number("label", f64::from(image.labels[0]));
    out.set("terms", &values_of(list, terms));
    out.unchecked_into()
}

pub fn encoded(encoded: &CodesRows) -> JsEncoded {
    let out = Object::new();
    set_codes(&out, encoded);
    out.unchecked_into()
}

/// A picture of ink on paper (H·W bytes of ink), ready for `putImageData`.
pub fn image_data(ink: &[u8], width: usize) -> Result<ImageData, JsValue> {
    let mut pixels = Vec::with_capacity(4 * ink.len());
    for &ink in ink {
        pixels.extend_from_slice(&[255 - ink, 255 - ink, 255 - ink, 255]);
    }
    // A picture keeps the array that it is given: it has to be a copy, not a view of memory that is used again.
    ImageData::new_with_js_u8_clamped_array(&Uint8ClampedArray::new_from_slice(&pixels), width as u32)
}
