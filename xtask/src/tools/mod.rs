//! What several commands need.

pub mod args;
pub mod base64;
pub mod bindgen;
pub mod browser;
pub mod cargo;
pub mod files;
pub mod mnist;
pub mod npm;
pub mod page_run;
pub mod paths;
pub mod process;
pub mod python;
pub mod server;
pub mod variant;
