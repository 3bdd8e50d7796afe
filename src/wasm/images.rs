//! `Images`: a data set, opened once and shared by every model that is attached to it.

use std::sync::Arc;

use wasm_bindgen::prelude::wasm_bindgen;

use super::convert::{self, Js, JsImagesInfo, JsNames, failure, from_js};
use crate::data::{Dataset, Labels, read_idx, unpack};
use crate::error::LabError;

#[wasm_bindgen]
pub struct Images(pub(super) Arc<Dataset>);

fn shared(data: Result<Dataset, LabError>, name: &str) -> Js<Images> {
    data.map(|data| Images(Arc::new(data.named(name)))).map_err(failure)
}

#[wasm_bindgen]
impl Images {
    /// A packed data set (the format of `digits8x8.bin`). It says itself whether all of it is held out.
    #[wasm_bindgen(js_name = fromPacked)]
    pub fn from_packed(bytes: &[u8], name: &str) -> Js<Images> {
        shared(unpack(bytes), name)
    }

    /// A pair of IDX files, as MNIST's are; the labels may be left out.
    #[wasm_bindgen(js_name = fromIdx)]
    pub fn from_idx(images: &[u8], labels: Option<Box<[u8]>>, name: &str) -> Js<Images> {
        shared(read_idx(images, labels.as_deref()), name)
    }

    /// Ink (n·H·W), 0..255. `labels`: places in `classes`, 65535 where unknown.
    #[wasm_bindgen(js_name = fromPixels)]
    pub fn from_pixels(
        pixels: &[u8],
        height: usize,
        width: usize,
        labels: Option<Box<[u16]>>,
        classes: JsNames,
        name: &str,
    ) -> Js<Images> {
        let classes = from_js(classes.into(), "The classes")?;
        shared(dataset(pixels, height, width, labels, classes, name), name)
    }

    pub fn info(&self) -> JsImagesInfo {
        convert::images_info(&self.0)
    }
}

fn dataset(
    pixels: &[u8],
    height: usize,
    width: usize,
    labels: Option<Box<[u16]>>,
    classes: Vec<String>,
    name: &str,
) -> Result<Dataset, LabError> {
    let size = height.saturating_mul(width);
    let count = pixels.len().checked_div(size).unwrap_or(0);
    if count * size != pixels.len() {
        let problem = format!("{} pixels are no whole number of {height}×{width} images", pixels.len());
        return Err(LabError::BadData(problem));
    }
    let labels = match labels {
        Some(ids) => Labels::new(ids.into_vec(), classes)?,
        None => Labels::none(count),
    };
    Dataset::from_row_major(name, [count, height, width], pixels.to_vec(), 255, labels)
}
