//! The kernels' cases for the bench page (feature `bench`): the page holds the clock.

use wasm_bindgen::prelude::wasm_bindgen;

use super::js::{Array, Object};
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
        let list = Array::new();
        for case in &self.0 {
            list.push(&describe(case));
        }
        list
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

fn describe(case: &Case) -> Object {
    let out = Object::new();
    out.set_text("net", case.net);
    out.set_text("name", &case.name);
    out.set_text("kind", &format!("{:?}", case.kind));
    out.set_number("work", case.work);
    out
}
