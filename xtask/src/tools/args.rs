//! The ends of a command line.

use anyhow::{Result, bail};
use pico_args::Arguments;
use std::ffi::OsString;

/// All that is left, which must be plain words.
pub fn words(args: Arguments) -> Result<Vec<String>> {
    args.finish().into_iter().map(word).collect()
}

/// At most one word.
pub fn optional_word(args: Arguments) -> Result<Option<String>> {
    let mut words = words(args)?;
    if words.len() > 1 {
        bail!("one argument is enough, got {}: {}", words.len(), words.join(" "));
    }
    Ok(words.pop())
}

/// Nothing may be left.
pub fn nothing(args: Arguments) -> Result<()> {
    match words(args)?.first() {
        None => Ok(()),
        Some(word) => bail!("unexpected argument `{word}`"),
    }
}

fn word(argument: OsString) -> Result<String> {
    match argument.into_string() {
        Ok(word) if !word.starts_with('-') => Ok(word),
        Ok(option) => bail!("unknown option `{option}`"),
        Err(argument) => bail!("argument {argument:?} is not valid UTF-8"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(words: &[&str]) -> Arguments {
        Arguments::from_vec(words.iter().map(OsString::from).collect())
    }

    #[test]
    fn an_unknown_option_is_refused() {
        assert!(words(from(&["strict", "--fast"])).unwrap_err().to_string().contains("--fast"));
        assert_eq!(words(from(&["strict", "relaxed"])).unwrap(), ["strict", "relaxed"]);
    }

    #[test]
    fn a_second_word_is_refused_where_one_is_meant() {
        assert_eq!(optional_word(from(&["out"])).unwrap().as_deref(), Some("out"));
        assert!(optional_word(from(&["a", "b"])).is_err());
        assert!(nothing(from(&["a"])).is_err());
    }
}
