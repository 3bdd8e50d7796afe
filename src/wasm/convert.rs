//! Between the core's values and JavaScript's: structure as small objects, bulk as typed arrays, copied.

use js_sys::{Error, Float32Array, Object, Reflect, Uint8Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::{JsCast, JsValue};

use crate::error::LabError;
use crate::lab::{Encoded, Strip, StripSource, TrainStats};
use crate::train::Terms;
use crate::weights::Codes;

/// An `Error` with the sentence as its message and `code` beside it.
pub fn failure(error: LabError) -> JsValue {
    let js = Error::new(&error.to_string());
    Reflect::set(&js, &"code".into(), &error.code().into()).expect("an Error takes properties");
    js.into()
}

/// A JavaScript object as the core's type; a field that is missing or of another type is the caller's mistake.
pub fn from_js<T: DeserializeOwned>(value: JsValue, field: &'static str) -> Result<T, JsValue> {
    serde_wasm_bindgen::from_value(value)
        .map_err(|e| failure(LabError::BadInput { field, problem: format!("cannot be read ({e})") }))
}

/// A plain object of these fields.
pub fn object<T: JsCast>(fields: &[(&str, JsValue)]) -> T {
    let out = Object::new();
    for (name, value) in fields {
        Reflect::set(&out, &(*name).into(), value).expect("a plain object takes properties");
    }
    out.unchecked_into()
}

fn bytes(values: &[u8]) -> JsValue {
    Uint8Array::from(values).into()
}

fn floats(values: &[f32]) -> JsValue {
    Float32Array::from(values).into()
}

pub fn plain<T: Serialize, J: JsCast>(value: &T) -> J {
    serde_wasm_bindgen::to_value(value).expect("plain data").unchecked_into()
}

pub fn terms<J: JsCast>(terms: Terms) -> J {
    object(&[
        ("negElboNats", terms.neg_elbo_nats().into()),
        ("reconNats", terms.recon_nats.into()),
        ("klNats", terms.kl_nats.into()),
    ])
}

pub fn train_stats<J: JsCast>(stats: TrainStats) -> J {
    object(&[("step", (stats.step as f64).into()), ("epoch", stats.epoch.into()), ("terms", terms(stats.terms))])
}

pub fn strip<J: JsCast>(strip: &Strip) -> J {
    let source = match strip.source {
        StripSource::HeldOut => "heldOut",
        StripSource::Prior => "prior",
    };
    object(&[
        ("source", source.into()),
        ("inputs", bytes(&strip.inputs)),
        ("reconstructions", bytes(&strip.reconstructions)),
        ("labels", bytes(&strip.labels)),
        ("mu", floats(&strip.mu)),
        ("logvar", floats(&strip.logvar)),
        ("z", floats(&strip.z)),
    ])
}

pub fn codes<J: JsCast>(codes: &Codes, train_count: usize) -> J {
    object(&[("z", floats(&codes.z)), ("labels", bytes(&codes.labels)), ("trainCount", (train_count as f64).into())])
}

pub fn encoded<J: JsCast>(encoded: &Encoded) -> J {
    object(&[("mu", floats(&encoded.mu)), ("logvar", floats(&encoded.logvar))])
}

/// What the page wants to know of a model at once.
pub fn info<J: JsCast>(session: &crate::lab::Session) -> J {
    let (train, held_out) = session.image_counts().unwrap_or((0, 0));
    let steps_per_epoch = train.div_ceil(session.options().batch_size);
    object(&[
        ("model", plain(session.spec())),
        ("seed", session.seed().into()),
        ("parameters", (session.parameter_count() as f64).into()),
        ("step", (session.step() as f64).into()),
        ("epoch", session.epoch().into()),
        ("stepsPerEpoch", (steps_per_epoch as f64).into()),
        ("trainImages", (train as f64).into()),
        ("heldOutImages", (held_out as f64).into()),
        ("hasData", session.image_counts().is_some().into()),
        ("options", plain(&session.options())),
    ])
}
