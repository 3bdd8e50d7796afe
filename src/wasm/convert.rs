//! Between the core's values and JavaScript's: structure as small objects, bulk as typed arrays, copied.

use js_sys::{Array, Error, Float32Array, Object, Reflect, Uint8Array, Uint16Array};
use wasm_bindgen::Clamped;
use wasm_bindgen::prelude::{JsCast, JsValue, wasm_bindgen};
use web_sys::ImageData;

use crate::data::Dataset;
use crate::error::LabError;
use crate::lab::{CodesRows, PictureRows, Session, Set, StripRows, StripSource, TrainStats};
use crate::plain::{FromPlain, Problem, Value, choice};
use crate::train::{Role, Term, TermSums, Terms};
use crate::weights::Codes;

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
    #[wasm_bindgen(typescript_type = "Codes")]
    pub type JsCodes;
    #[wasm_bindgen(typescript_type = "Encoded")]
    pub type JsEncoded;
}

/// An `Error` with the sentence as its message, and beside it what the sentence is made of.
pub fn failure(error: LabError) -> JsValue {
    let js = Error::new(&error.to_string());
    set(&js, "code", &error.code().into());
    set(&js, "field", &error.field().into());
    set(&js, "reason", &error.reason().into());
    let params: Vec<(&str, JsValue)> = error.params().iter().map(|(name, value)| (*name, js_value(value))).collect();
    set(&js, "params", &object::<Object>(&params));
    js.into()
}

/// A JavaScript value as the core's type; a field that is missing, of another type or unknown is the caller's mistake.
pub fn from_js<T: FromPlain>(value: JsValue, subject: &'static str) -> Result<T, JsValue> {
    T::from_plain(&plain_value(&value)).map_err(|problem| failure(LabError::BadInput { subject, problem }))
}

/// What is neither text, a number, a truth value, a list nor an object is null. A field that is undefined is not there.
fn plain_value(value: &JsValue) -> Value {
    if let Some(number) = value.as_f64() {
        Value::Number(number)
    } else if let Some(text) = value.as_string() {
        Value::Text(text)
    } else if let Some(truth) = value.as_bool() {
        Value::Bool(truth)
    } else if let Some(list) = value.dyn_ref::<Array>() {
        Value::Array(list.iter().map(|value| plain_value(&value)).collect())
    } else if let Some(object) = value.dyn_ref::<Object>() {
        let entry = |entry: JsValue| {
            let entry: Array = entry.unchecked_into();
            let value = entry.get(1);
            (!value.is_undefined()).then_some(())?;
            Some((entry.get(0).as_string()?, plain_value(&value)))
        };
        Value::Object(Object::entries(object).iter().filter_map(entry).collect())
    } else {
        Value::Null
    }
}

impl FromPlain for Set {
    fn from_plain(value: &Value) -> Result<Set, Problem> {
        choice(value, &[("heldOut", Set::HeldOut), ("training", Set::TrainingSample)])
    }
}

fn set(object: &Object, name: &str, value: &JsValue) {
    assert!(Reflect::set(object, &name.into(), value).is_ok(), "an object of our own takes properties");
}

/// A plain object of these fields.
pub fn object<T: JsCast>(fields: &[(&str, JsValue)]) -> T {
    let out = Object::new();
    for (name, value) in fields {
        set(&out, name, value);
    }
    out.unchecked_into()
}

pub fn bytes(values: &[u8]) -> Uint8Array {
    Uint8Array::from(values)
}

pub fn floats(values: &[f32]) -> Float32Array {
    Float32Array::from(values)
}

pub fn labels(labels: &[u16]) -> Uint16Array {
    Uint16Array::from(labels)
}

fn count(value: usize) -> JsValue {
    (value as f64).into()
}

fn names(names: &[String]) -> JsValue {
    names.iter().map(|name| JsValue::from_str(name)).collect::<Array>().into()
}

/// The other way round: null, truth, numbers, text, lists and objects.
pub fn js_value(value: &Value) -> JsValue {
    match value {
        Value::Null => JsValue::NULL,
        Value::Bool(truth) => (*truth).into(),
        Value::Number(number) => (*number).into(),
        Value::Text(text) => text.as_str().into(),
        Value::Array(values) => values.iter().map(js_value).collect::<Array>().into(),
        Value::Object(fields) => {
            let out = Object::new();
            fields.iter().for_each(|(name, value)| set(&out, name, &js_value(value)));
            out.into()
        }
    }
}

/// A value for each term that the model has, and no other.
fn values_of(list: &[Term], terms: &Terms) -> JsValue {
    let fields: Vec<(&str, JsValue)> = list.iter().map(|term| (term.id(), term.value(terms).into())).collect();
    object(&fields)
}

pub fn term_sums<J: JsCast>(list: &[Term], sums: &TermSums) -> J {
    object(&[("images", count(sums.images)), ("sums", values_of(list, &sums.sums))])
}

pub fn train_stats<J: JsCast>(list: &[Term], stats: &TrainStats) -> J {
    object(&[
        ("step", (stats.step as f64).into()),
        ("epoch", stats.epoch.into()),
        ("terms", values_of(list, &stats.terms)),
    ])
}

pub fn strip<J: JsCast>(strip: &StripRows) -> J {
    let source = match strip.source {
        StripSource::HeldOut => "heldOut",
        StripSource::Prior => "prior",
    };
    object(&[
        ("source", source.into()),
        ("inputs", bytes(&strip.inputs).into()),
        ("labels", labels(&strip.labels).into()),
    ])
}

/// log σ² in a row; nothing where a code has no spread.
fn logvar(encoded: &CodesRows) -> JsValue {
    floats(encoded.logvar.as_deref().unwrap_or_default()).into()
}

pub fn strip_picture<J: JsCast>(picture: &PictureRows) -> J {
    object(&[
        ("reconstructions", bytes(&picture.reconstructions).into()),
        ("mu", floats(&picture.encoded.mu).into()),
        ("logvar", logvar(&picture.encoded)),
        ("points", floats(&picture.points).into()),
    ])
}

pub fn codes<J: JsCast>(codes: &Codes) -> J {
    object(&[
        ("z", floats(codes.z.as_slice().expect("row-major")).into()),
        ("labels", labels(codes.labels.ids()).into()),
        ("classes", names(codes.labels.names())),
    ])
}

pub fn encoded<J: JsCast>(encoded: &CodesRows) -> J {
    object(&[("mu", floats(&encoded.mu).into()), ("logvar", logvar(encoded))])
}

pub fn images_info<J: JsCast>(data: &Dataset) -> J {
    object(&[
        ("name", data.name().into()),
        ("count", count(data.len())),
        ("height", count(data.height())),
        ("width", count(data.width())),
        ("classes", names(data.labels().names())),
    ])
}

fn term(term: &Term) -> JsValue {
    let role = match term.role() {
        Role::Sum => "sum",
        Role::Part => "part",
    };
    object(&[("id", term.id().into()), ("unit", "nats".into()), ("role", role.into()), ("sign", 1.into())])
}

/// What the page wants to know of a model at once.
pub fn info<J: JsCast>(session: &Session) -> J {
    let (train, held_out) = session.image_counts().unwrap_or((0, 0));
    let family = session.family();
    object(&[
        ("model", js_value(&session.spec().to_plain())),
        ("pixels", session.pixels().name().into()),
        ("seed", session.seed().into()),
        ("parameters", count(session.parameter_count())),
        ("step", (session.step() as f64).into()),
        ("epoch", session.epoch().into()),
        ("stepsPerEpoch", count(session.steps_per_epoch().unwrap_or(0))),
        ("trainImages", count(train)),
        ("heldOutImages", count(held_out)),
        ("images", session.data().map_or(JsValue::NULL, |data| images_info(data))),
        ("options", js_value(&session.options().to_plain())),
        ("hasPrior", family.has_prior().into()),
        ("hasEncoder", family.has_encoder().into()),
        ("hasSpread", family.has_spread().into()),
        ("terms", session.terms().iter().map(term).collect::<Array>().into()),
    ])
}

/// A picture of ink on paper (H·W bytes of ink), ready for `putImageData`.
pub fn image_data(ink: &[u8], width: usize) -> Result<ImageData, JsValue> {
    let mut pixels = Vec::with_capacity(4 * ink.len());
    for &ink in ink {
        pixels.extend_from_slice(&[255 - ink, 255 - ink, 255 - ink, 255]);
    }
    ImageData::new_with_u8_clamped_array(Clamped(&pixels), width as u32)
}
