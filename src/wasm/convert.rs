//! Between the core's values and JavaScript's: structure as small objects, bulk as typed arrays, copied.

use wasm_bindgen::prelude::{JsCast, JsValue, wasm_bindgen};

use super::js::{Array, Error, Float32Array, Object, Uint8Array, Uint16Array, Uint32Array};
use crate::data::{Dataset, Labels};
use crate::error::LabError;
use crate::lab::{CodesRows, PictureRows, Session, StripRows, StripSource};
use crate::plain::{FromPlain, Value};
use crate::train::{Role, Term};

#[cfg(feature = "import")]
mod import;
#[cfg(feature = "training")]
mod training;
#[cfg(feature = "import")]
pub use import::*;
#[cfg(feature = "training")]
pub use training::*;

/// What JavaScript is given, or what it is thrown.
pub type Js<T> = Result<T, JsValue>;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "RunConfig")]
    pub type JsRunConfig;
    #[wasm_bindgen(typescript_type = "TrainOptions")]
    pub type JsTrainOptions;
    #[wasm_bindgen(typescript_type = "PlaneWindow")]
    pub type JsPlaneWindow;
    #[wasm_bindgen(typescript_type = "Slice")]
    pub type JsSlice;
    #[wasm_bindgen(typescript_type = "\"heldOut\" | \"training\"")]
    pub type JsSet;
    #[wasm_bindgen(typescript_type = "LabInfo")]
    pub type JsLabInfo;
    #[wasm_bindgen(typescript_type = "ImagesInfo")]
    pub type JsImagesInfo;
    #[wasm_bindgen(typescript_type = "TrainStats")]
    pub type JsTrainStats;
    #[wasm_bindgen(typescript_type = "TermSums")]
    pub type JsTermSums;
    #[wasm_bindgen(typescript_type = "Strip")]
    pub type JsStrip;
    #[wasm_bindgen(typescript_type = "StripPicture")]
    pub type JsStripPicture;
    #[wasm_bindgen(typescript_type = "Baselines")]
    pub type JsBaselines;
    #[wasm_bindgen(typescript_type = "Look")]
    pub type JsLook;
    #[wasm_bindgen(typescript_type = "Codes")]
    pub type JsCodes;
    #[wasm_bindgen(typescript_type = "Encoded")]
    pub type JsEncoded;
    #[wasm_bindgen(typescript_type = "string[]")]
    pub type JsNames;
}

/// An `Error` with the sentence as its message, and beside it what the sentence is made of.
pub fn failure(error: LabError) -> JsValue {
    thrown(&format!("{error}"), error.code(), error.field(), error.reason(), &error.params())
}

fn thrown(sentence: &str, code: &str, field: &str, reason: &str, params: &[(&str, Value)]) -> JsValue {
    let js: Object = Error::new(sentence).unchecked_into();
    js.set_text("code", code);
    js.set_text("field", field);
    js.set_text("reason", reason);
    let of_sentence = Object::new();
    for (name, value) in params {
        of_sentence.set(name, &js_value(value));
    }
    js.set("params", &of_sentence);
    js.into()
}

/// A JavaScript value as the core's type; a field that is missing, of another type or unknown is the caller's mistake.
pub fn from_js<T: FromPlain>(value: JsValue, subject: &'static str) -> Result<T, JsValue> {
    T::from_plain(&plain_value(&value)).map_err(|problem| failure(LabError::BadInput { subject, problem }))
}

/// What is neither text, a number, a truth value, a list nor an object is null. A field that is undefined is not there.
fn plain_value(value: &JsValue) -> Value {
    if let Some(number) = value.as_f64() {
        return Value::Number(number);
    }
    if let Some(text) = value.as_string() {
        return Value::Text(text);
    }
    if let Some(truth) = value.as_bool() {
        return Value::Bool(truth);
    }
    if Array::is_array(value) {
        let list: &Array = value.unchecked_ref();
        let mut values = Vec::new();
        for i in 0..list.length() {
            values.push(plain_value(&list.get(i)));
        }
        return Value::Array(values);
    }
    if value.is_object() {
        let entries = js_sys::Object::entries(value.unchecked_ref());
        let mut fields = Vec::new();
        for i in 0..entries.length() {
            let entry: Array = entries.get(i).unchecked_into();
            let value = entry.get(1);
            if let Some(name) = entry.get(0).as_string().filter(|_| !value.is_undefined()) {
                fields.push((name, plain_value(&value)));
            }
        }
        return Value::Object(fields);
    }
    Value::Null
}

pub fn names(names: &[String]) -> Array {
    let list = Array::new();
    for name in names {
        list.push(&name.as_str().into());
    }
    list
}

/// The other way round: null, truth, numbers, text, lists and objects.
pub fn js_value(value: &Value) -> JsValue {
    match value {
        Value::Null => JsValue::NULL,
        Value::Bool(truth) => (*truth).into(),
        Value::Number(number) => (*number).into(),
        Value::Text(text) => text.as_str().into(),
        Value::Array(values) => {
            let list = Array::new();
            for value in values {
                list.push(&js_value(value));
            }
            list.into()
        }
        Value::Object(fields) => {
            let out = Object::new();
            for (name, value) in fields {
                out.set(name, &js_value(value));
            }
            out.into()
        }
    }
}

pub fn strip(strip: &StripRows) -> JsStrip {
    let source = match strip.source {
        StripSource::HeldOut => "heldOut",
        StripSource::Prior => "prior",
    };
    let out = Object::new();
    out.set_text("source", source);
    out.set("inputs", &Uint8Array::new_from_slice(&strip.inputs));
    out.set("labels", &Uint16Array::new_from_slice(&strip.labels));
    out.set("places", &Uint32Array::new_from_slice(&strip.places));
    out.unchecked_into()
}

/// μ, and log σ² in a row; nothing where a code has no spread.
fn set_codes(out: &Object, codes: &CodesRows) {
    out.set("mu", &Float32Array::new_from_slice(&codes.mu));
    out.set("logvar", &Float32Array::new_from_slice(codes.logvar.as_deref().unwrap_or_default()));
}

pub fn strip_picture(picture: &PictureRows) -> JsStripPicture {
    pictured(picture).unchecked_into()
}

fn pictured(picture: &PictureRows) -> Object {
    let out = Object::new();
    out.set("reconstructions", &Uint8Array::new_from_slice(&picture.reconstructions));
    set_codes(&out, &picture.encoded);
    out.set("points", &Float32Array::new_from_slice(&picture.points));
    out
}

pub fn codes((z, _, labels): &(Vec<f32>, usize, Labels)) -> JsCodes {
    let out = Object::new();
    out.set("z", &Float32Array::new_from_slice(z));
    out.set("labels", &Uint16Array::new_from_slice(labels.ids()));
    out.set("classes", &names(labels.names()));
    out.unchecked_into()
}

pub fn images_info(data: &Dataset) -> JsImagesInfo {
    let out = Object::new();
    out.set_text("name", data.name());
    out.set_number("count", data.len() as f64);
    out.set_number("height", data.height() as f64);
    out.set_number("width", data.width() as f64);
    out.set("classes", &names(data.labels().names()));
    out.unchecked_into()
}

fn term(term: &Term) -> Object {
    let role = match term.role() {
        Role::Sum => "sum",
        Role::Part => "part",
    };
    let out = Object::new();
    out.set_text("id", term.id());
    out.set_text("unit", "nats");
    out.set_text("role", role);
    out.set_number("sign", 1.0);
    out
}

/// What the page wants to know of a model at once.
pub fn info(session: &Session) -> JsLabInfo {
    let (train, held_out) = session.image_counts().unwrap_or((0, 0));
    let family = session.family();
    let terms = Array::new();
    for each in session.terms() {
        terms.push(&term(each));
    }
    let out = Object::new();
    out.set("model", &js_value(&session.spec().to_plain()));
    out.set_text("pixels", session.pixels().name());
    out.set_number("seed", session.seed().into());
    out.set_number("parameters", session.parameter_count() as f64);
    out.set_number("step", session.step() as f64);
    out.set_number("epoch", session.epoch());
    out.set_number("stepsPerEpoch", session.steps_per_epoch().unwrap_or(0) as f64);
    out.set_number("trainImages", train as f64);
    out.set_number("heldOutImages", held_out as f64);
    out.set("images", &session.data().map_or(JsValue::NULL, |data| images_info(data).into()));
    out.set("options", &js_value(&session.options().to_plain()));
    out.set_truth("hasPrior", family.has_prior());
    out.set_truth("hasEncoder", family.has_encoder());
    out.set_truth("hasSpread", family.has_spread());
    out.set("terms", &terms);
    out.unchecked_into()
}
