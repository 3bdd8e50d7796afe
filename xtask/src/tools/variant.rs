//! The builds of the core as WebAssembly: what the processor may round (strict, relaxed) × how many threads (one, many);
//! a small one that a page opens with, which looks at a model and trains none; and one that reads files of images.

use super::cargo::{WASM_TARGET, cargo, ensure_std_sources, ensure_wasm_target, wasm_artifact};
use super::paths;
use anyhow::{Context, Result};
use std::path::PathBuf;
use std::process::Command;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arithmetic {
    /// Every operation is rounded as IEEE 754 says: the same bits in every browser and natively.
    Strict,
    /// A multiply-add may round once or twice, as the processor likes: faster, and the last bits differ between machines.
    Relaxed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Threads {
    One,
    /// Shared memory; the page must be cross-origin isolated.
    Many,
}

/// What of the core JavaScript is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exports {
    /// A model from a file, its plane and its pictures: the linker leaves out what only training reaches.
    Looking,
    /// Other people's files, read to images.
    Reading,
    All,
}

#[derive(Debug, Clone, Copy)]
pub struct Variant {
    /// Folder below `www/src/wasm`.
    pub name: &'static str,
    pub arithmetic: Arithmetic,
    pub threads: Threads,
    pub exports: Exports,
}

const fn whole(name: &'static str, arithmetic: Arithmetic, threads: Threads) -> Variant {
    Variant { name, arithmetic, threads, exports: Exports::All }
}

pub const STRICT: Variant = whole("strict", Arithmetic::Strict, Threads::One);

/// The whole core: a page takes the best of these that its browser can run.
pub const VARIANTS: [Variant; 4] = [
    STRICT,
    whole("relaxed", Arithmetic::Relaxed, Threads::One),
    whole("strict-threads", Arithmetic::Strict, Threads::Many),
    whole("relaxed-threads", Arithmetic::Relaxed, Threads::Many),
];

/// What the page opens with, in every browser.
pub const VIEWER: Variant =
    Variant { name: "viewer", arithmetic: Arithmetic::Strict, threads: Threads::One, exports: Exports::Looking };

/// What reads a visitor's own files, in every browser: fetched when there are some.
pub const IMPORT: Variant =
    Variant { name: "import", arithmetic: Arithmetic::Strict, threads: Threads::One, exports: Exports::Reading };

/// All that the page is built of.
pub fn of_the_page() -> impl Iterator<Item = Variant> {
    [VIEWER, IMPORT].into_iter().chain(VARIANTS)
}

/// The most memory a threaded instance may grow to: 1 GiB.
const MAX_SHARED_MEMORY_BYTES: u32 = 1 << 30;

/// What wasm-bindgen's thread start-up needs the linker to keep.
const THREAD_EXPORTS: [&str; 4] = ["__wasm_init_tls", "__tls_size", "__tls_align", "__tls_base"];

impl Variant {
    pub fn named(name: &str) -> Result<Self> {
        let known = || of_the_page().map(|variant| variant.name).collect::<Vec<_>>().join(", ");
        of_the_page()
            .find(|variant| variant.name == name)
            .with_context(|| format!("there is no variant `{name}`; there are {}", known()))
    }

    /// Flags for rustc, one argument each.
    pub fn rustflags(&self) -> Vec<String> {
        let mut features = vec!["+simd128"];
        if self.arithmetic == Arithmetic::Relaxed {
            features.push("+relaxed-simd");
        }
        if self.threads == Threads::Many {
            features.extend(["+atomics", "+bulk-memory", "+mutable-globals"]);
        }
        let mut flags = vec![
            format!("-Ctarget-feature={}", features.join(",")),
            // The default scheduler hoists a k-step's loads and makes the engine spill the accumulators.
            "-Cllvm-args=-pre-RA-sched=source".to_owned(),
        ];
        if self.threads == Threads::Many {
            flags.extend([
                "-Clink-arg=--shared-memory".to_owned(),
                "-Clink-arg=--import-memory".to_owned(),
                format!("-Clink-arg=--max-memory={MAX_SHARED_MEMORY_BYTES}"),
            ]);
            flags.extend(THREAD_EXPORTS.map(|symbol| format!("-Clink-arg=--export={symbol}")));
        }
        flags
    }

    /// The crate's features, one argument each: those of this variant, and `more`.
    pub fn features(&self, more: &[&str]) -> Vec<String> {
        let alone = match self.exports {
            Exports::Looking => Some("looking"),
            Exports::Reading => Some("import"),
            Exports::All => None,
        };
        let without = alone.map(|_| "--no-default-features".to_owned());
        let features = alone.iter().chain(more).map(|feature| format!("--features={feature}"));
        without.into_iter().chain(features).collect()
    }

    /// Each variant has its own target folder, so that building one does not rebuild another.
    pub fn target_dir(&self) -> PathBuf {
        paths::target().join(format!("wasm-{}", self.name))
    }

    /// `cargo SUBCOMMAND` for this variant.
    pub fn cargo(&self, subcommand: &str) -> Command {
        let mut command = cargo();
        command.arg(subcommand).args(["--target", WASM_TARGET]).arg("--target-dir").arg(self.target_dir());
        command.env("CARGO_ENCODED_RUSTFLAGS", self.rustflags().join("\u{1f}")).env_remove("RUSTFLAGS");
        // The bindings generator reads the section that names the features used, and strips what is left itself.
        command.env("CARGO_PROFILE_RELEASE_STRIP", "debuginfo");
        if self.threads == Threads::Many {
            // The shipped `std` is built without atomics.
            own_std(&mut command);
        }
        command
    }

    /// Builds the core as a visitor loads it, and returns the wasm module: for size, which the kernels are written to
    /// bear, with a `std` that is built so too.
    pub fn build(&self, features: &[&str]) -> Result<PathBuf> {
        ensure_wasm_target()?;
        ensure_std_sources()?;
        let mut command = self.cargo("build");
        if self.threads == Threads::One {
            own_std(&mut command);
        }
        command.args(["--package", "vae-lab", "--lib", "--release", "-Zbuild-std-features=optimize_for_size"]);
        command.args(self.features(features));
        command.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "s");
        // A panic says where it was, but not where the project lay on the machine that built it.
        command.arg("-Ztrim-paths").env("CARGO_PROFILE_RELEASE_TRIM_PATHS", "all");
        wasm_artifact(&mut command, "vae_lab")
    }
}

/// The pinned toolchain can build its own `std`.
fn own_std(command: &mut Command) {
    command.env("RUSTC_BOOTSTRAP", "1").arg("-Zbuild-std=std,panic_abort");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strict_build_never_relaxes_and_one_thread_never_shares() {
        for variant in of_the_page() {
            let flags = variant.rustflags().join(" ");
            assert!(flags.contains("+simd128"), "{flags}");
            assert_eq!(flags.contains("relaxed-simd"), variant.name.starts_with("relaxed"), "{flags}");
            for threaded in ["+atomics", "--shared-memory", "__wasm_init_tls"] {
                assert_eq!(flags.contains(threaded), variant.name.ends_with("threads"), "{flags}");
            }
        }
    }

    #[test]
    fn what_a_page_opens_with_runs_everywhere_and_trains_nothing() {
        assert_eq!((VIEWER.arithmetic, VIEWER.threads), (Arithmetic::Strict, Threads::One));
        for variant in of_the_page() {
            let without = variant.features(&[]).contains(&"--no-default-features".to_owned());
            assert_eq!(without, [VIEWER.name, IMPORT.name].contains(&variant.name), "{}", variant.name);
        }
        assert!(VARIANTS.iter().all(|variant| variant.exports == Exports::All));
        assert_eq!(STRICT.features(&["bench"]), ["--features=bench"]);
        assert_eq!(IMPORT.features(&[]), ["--no-default-features", "--features=import"]);
    }

    #[test]
    fn no_two_variants_share_a_folder() {
        let mut folders: Vec<_> = of_the_page().map(|variant| variant.target_dir()).collect();
        folders.sort();
        assert!(folders.windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[test]
    fn an_unknown_variant_is_refused_with_the_known_ones() {
        let error = Variant::named("fast").unwrap_err().to_string();
        assert!(
            error.contains("`fast`") && error.contains("viewer, import, strict, relaxed, strict-threads"),
            "{error}"
        );
        assert_eq!(Variant::named("relaxed").unwrap().arithmetic, Arithmetic::Relaxed);
    }
}
