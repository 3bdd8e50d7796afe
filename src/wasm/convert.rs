//! Between the core's values and JavaScript's: structure as small objects, bulk as typed arrays, copied.

use js_sys::{Array, Error, Float32Array, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::{JsCast, JsValue};

use crate::error::LabError;
use crate::lab::{Encoded, Strip, StripSource, TrainStats};
use crate::plain::{FromPlain, Value};
use crate::train::Terms;
use crate::weights::Codes;

/// An `Error` with the sentence as its message and `code` beside it.
pub fn failure(error: LabError) -> JsValue {
    let js = Error::new(&error.to_string());
    set(&js, "code", &error.code().into());
    js.into()
}

/// A JavaScript object as the core's type; a field that is missing or of another type is the caller's mistake.
pub fn from_js<T: FromPlain>(value: JsValue, field: &'static str) -> Result<T, JsValue> {
    T::from_plain(&plain_value(&value)).map_err(|problem| failure(LabError::BadInput { field, problem }))
}

/// What is neither text, a number, a list nor an object is null.
fn plain_value(value: &JsValue) -> Value {
    if let Some(number) = value.as_f64() {
        Value::Number(number)
    } else if let Some(text) = value.as_string() {
        Value::Text(text)
    } else if let Some(list) = value.dyn_ref::<Array>() {
        Value::Array(list.iter().map(|value| plain_value(&value)).collect())
    } else if let Some(object) = value.dyn_ref::<Object>() {
        let entry = |entry: JsValue| {
            let entry: Array = entry.unchecked_into();
            Some((entry.get(0).as_string()?, plain_value(&entry.get(1))))
        };
        Value::Object(Object::entries(object).iter().filter_map(entry).collect())
    } else {
        Value::Null
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

fn bytes(values: &[u8]) -> JsValue {
    Uint8Array::from(values).into()
}

fn floats(values: &[f32]) -> JsValue {
    Float32Array::from(values).into()
}

fn count(value: usize) -> JsValue {
    (value as f64).into()
}

/// The other way round: null, truth, numbers, text, lists and objects.
fn js_value(value: &Value) -> JsValue {
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
    object(&[("z", floats(&codes.z)), ("labels", bytes(&codes.labels)), ("trainCount", count(train_count))])
}

pub fn encoded<J: JsCast>(encoded: &Encoded) -> J {
    object(&[("mu", floats(&encoded.mu)), ("logvar", floats(&encoded.logvar))])
}

/// What the page wants to know of a model at once.
pub fn info<J: JsCast>(session: &crate::lab::Session) -> J {
    let (train, held_out) = session.image_counts().unwrap_or((0, 0));
    let steps_per_epoch = train.div_ceil(session.options().batch_size);
    object(&[
        ("model", js_value(&session.spec().to_plain())),
        ("seed", session.seed().into()),
        ("parameters", count(session.parameter_count())),
        ("step", (session.step() as f64).into()),
        ("epoch", session.epoch().into()),
        ("stepsPerEpoch", count(steps_per_epoch)),
        ("trainImages", count(train)),
        ("heldOutImages", count(held_out)),
        ("hasData", session.image_counts().is_some().into()),
        ("options", js_value(&session.options().to_plain())),
    ])
}
