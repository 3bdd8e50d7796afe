//! The kernels' cases for the bench page (feature `bench`): the page holds the clock.

use js_sys::Array;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::convert::object;
use crate::num::bench::{Case, cases};

#[wasm_bindgen]
pub struct Bench(Vec<Case>);

#[wasm_bindgen]
impl Bench {
    #[wasm_bindgen(constructor)]
    #[expect(clippy::new_without_default, reason = "a constructor of JavaScript's")]
    pub fn new() -> Self {
        Bench(cases())
    }

    /// `{net, name, kind, work}` of every case.
    pub fn list(&self) -> Array {
        self.0.iter().map(describe).collect()
    }

    /// Computes case `index` that many times.
    pub fn run(&mut self, index: usize, iterations: u32) {
        self.0[index].run(iterations);
    }

    /// A hash of the bits that case `index` computed.
    pub fn fingerprint(&self, index: usize) -> u32 {
        self.0[index].fingerprint()
    }
}

fn describe(case: &Case) -> JsValue {
    object(&[
        ("net", case.net.into()),
        ("name", case.name.as_str().into()),
        ("kind", format!("{:?}", case.kind).into()),
        ("work", case.work.into()),
    ])
}
