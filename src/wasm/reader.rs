//! `Reader`: other people's files, in a build of its own (feature `import`).

use wasm_bindgen::prelude::wasm_bindgen;

use super::convert::{self, Js, JsImportChoices, JsImportPreview, file_failure, from_js};
use super::js::Uint8Array;
use crate::data::pack;
use crate::import::{Given, Opened, Read};

/// Files that are read together. They stay in memory until the instance ends: it is for one set.
#[wasm_bindgen]
#[derive(Default)]
pub struct Reader {
    given: Vec<Given<'static>>,
    opened: Option<Opened<'static>>,
    read: Option<Read>,
}

#[wasm_bindgen]
impl Reader {
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Reader::default()
    }

    /// A file by its path from the folder that was chosen, with `/`. Before `open`.
    pub fn add(&mut self, path: &str, bytes: Vec<u8>) {
        self.given.push(Given::bytes(path, bytes.leak()));
    }

    /// Unpacks what is packed. Throws a `LabFailure` with the code `bad_file`, as the others do.
    pub fn open(&mut self) -> Js<()> {
        self.opened = Some(Opened::open(std::mem::take(&mut self.given)).map_err(|error| file_failure(&error))?);
        Ok(())
    }

    /// How many pictures there are that a browser has to decode.
    #[wasm_bindgen(js_name = foreignPictures)]
    pub fn foreign_pictures(&self) -> usize {
        self.opened.as_ref().map_or(0, |opened| opened.foreign().len())
    }

    /// The file of the first of them; empty where there is none.
    #[wasm_bindgen(js_name = foreignPicture)]
    pub fn foreign_picture(&self) -> Uint8Array {
        let first = self.opened.as_ref().and_then(|opened| opened.foreign().front());
        Uint8Array::new_from_slice(first.map_or(&[], |picture| picture.bytes()))
    }

    /// What it shows: red, green, blue and opacity, a byte each. It is foreign no more.
    pub fn decoded(&mut self, width: usize, height: usize, pixels: Vec<u8>) -> Js<()> {
        match &mut self.opened {
            Some(opened) => opened.decoded(width, height, pixels.leak()).map_err(|error| file_failure(&error)),
            None => Ok(()),
        }
    }

    /// The browser cannot decode it: it is skipped, and named.
    pub fn undecoded(&mut self) {
        if let Some(opened) = &mut self.opened {
            opened.undecoded();
        }
    }

    /// Reads the images as chosen, as often as is asked.
    pub fn read(&mut self, choices: JsImportChoices) -> Js<JsImportPreview> {
        let choices = from_js(choices.into(), "The choices")?;
        self.read = None;
        let opened = self.opened.as_ref().expect("files are opened before they are read");
        let read = opened.read(&choices).map_err(|error| file_failure(&error))?;
        let preview = convert::preview(&read.preview);
        self.read = Some(read);
        Ok(preview)
    }

    /// Ink of up to so many of the images that were read, evenly spread over them.
    pub fn sheet(&self, count: usize) -> Uint8Array {
        let Some(Read { data, .. }) = &self.read else { return Uint8Array::new_from_slice(&[]) };
        let count = count.min(data.len());
        let top = u16::from(data.max_level());
        let ink = |&level: &u8| ((u16::from(level) * 255 + top / 2) / top) as u8;
        let ink: Vec<u8> = (0..count).flat_map(|at| data.levels(at * data.len() / count)).map(ink).collect();
        Uint8Array::new_from_slice(&ink)
    }

    /// The images as `Images.fromPacked` takes them, with their split where they have one; empty where none were read.
    pub fn packed(&mut self) -> Vec<u8> {
        self.read.take().map_or_else(Vec::new, |Read { data, split, .. }| {
            // Those to train on come first.
            pack(&match split {
                Some(split) => data.held_out_from(split.train.len()),
                None => data,
            })
        })
    }
}
