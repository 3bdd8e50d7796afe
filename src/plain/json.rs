//! JSON (RFC 8259) in and out: as much as the cards and headers of weights files need.

use super::{Problem, Value, hex, shown};

/// Lists and objects in one another, at most: a file must not choose how deep our stack goes.
const MAX_DEPTH: usize = 32;

/// The value that `text` is.
///
/// # Errors
/// When it is not JSON, and at which byte that shows.
pub fn parse(text: &str) -> Result<Value, Problem> {
    let mut parser = Parser { text, at: 0 };
    let value = parser.value(MAX_DEPTH).filter(|_| parser.peek().is_none());
    value.ok_or_else(|| format!("is not JSON (byte {})", parser.at).into())
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl Parser<'_> {
    /// The next byte that is not a space, without taking it.
    fn peek(&mut self) -> Option<u8> {
        let rest = &self.text.as_bytes()[self.at..];
        self.at += rest.iter().take_while(|byte| b" \t\r\n".contains(byte)).count();
        self.text.as_bytes().get(self.at).copied()
    }

    /// Takes `byte` if it comes next.
    fn take(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    fn word(&mut self, word: &str, value: Value) -> Option<Value> {
        self.text.get(self.at..)?.starts_with(word).then(|| self.at += word.len())?;
        Some(value)
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        let depth = depth.checked_sub(1)?;
        match self.peek()? {
            b'{' => {
                let mut fields = Vec::new();
                self.list(b'{', b'}', &mut |parser| {
                    let name = parser.string()?;
                    parser.take(b':')?;
                    fields.push((name, parser.value(depth)?));
                    Some(())
                })?;
                Some(Value::Object(fields))
            }
            b'[' => {
                let mut values = Vec::new();
                self.list(b'[', b']', &mut |parser| {
                    values.push(parser.value(depth)?);
                    Some(())
                })?;
                Some(Value::Array(values))
            }
            b'"' => self.string().map(Value::Text),
            b't' => self.word("true", Value::Bool(true)),
            b'f' => self.word("false", Value::Bool(false)),
            b'n' => self.word("null", Value::Null),
            _ => self.number().map(Value::Number),
        }
    }

    /// Calls `each` at every item between `open` and `close`.
    fn list(&mut self, open: u8, close: u8, each: &mut dyn FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.take(open)?;
        if self.take(close).is_some() {
            return Some(());
        }
        loop {
            each(self)?;
            match self.take(b',') {
                Some(()) => {}
                None => return self.take(close),
            }
        }
    }

    fn string(&mut self) -> Option<String> {
        self.take(b'"')?;
        let mut out = String::new();
        loop {
            let rest = self.text.get(self.at..)?;
            let plain = rest.bytes().take_while(|&byte| byte >= b' ' && byte != b'"' && byte != b'\\').count();
            out.push_str(rest.get(..plain)?);
            self.at += plain + 1;
            match rest.as_bytes().get(plain)? {
                b'"' => return Some(out),
                b'\\' => out.push(self.escaped()?),
                _ => return None,
            }
        }
    }

    /// What stands behind a backslash.
    fn escaped(&mut self) -> Option<char> {
        let letter = *self.text.as_bytes().get(self.at)?;
        self.at += 1;
        Some(match letter {
            b'"' | b'\\' | b'/' => char::from(letter),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => match self.hex()? {
                // The first half of a pair; the second follows.
                high @ 0xd800..0xdc00 => {
                    self.word("\\u", Value::Null)?;
                    let low = self.hex()?.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
                    char::from_u32(0x10000 + ((high - 0xd800) << 10) + low)?
                }
                code => char::from_u32(code)?,
            },
            _ => return None,
        })
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        self.at += 4;
        digits.bytes().try_fold(0, |code, digit| Some(code << 4 | char::from(digit).to_digit(16)?))
    }

    /// Right to the last digit for up to 15 of them and moderate exponents, which is what figures of a card are; beyond,
    /// as near as a `f64` product comes.
    fn number(&mut self) -> Option<f64> {
        let bytes = &self.text.as_bytes()[self.at..];
        let len = bytes.iter().take_while(|byte| b"+-.eE0123456789".contains(byte)).count();
        self.at += len;
        let (sign, bytes) = match bytes[..len].strip_prefix(b"-") {
            Some(rest) => (-1.0, rest),
            None => (1.0, &bytes[..len]),
        };
        let (whole, rest) = digits(bytes)?;
        let leading_zero = bytes[0] == b'0' && bytes.len() - rest.len() > 1;
        let (mut mantissa, mut exponent) = (whole, 0);
        let mut rest = rest;
        if let Some(behind) = rest.strip_prefix(b".") {
            let (_, after) = digits(behind)?;
            // What an f64 cannot hold any more is left out: a long tail must not run to infinity.
            for &digit in &behind[..behind.len() - after.len()] {
                if mantissa < 1e17 {
                    mantissa = mantissa * 10.0 + f64::from(digit - b'0');
                    exponent -= 1;
                }
            }
            rest = after;
        }
        if let [b'e' | b'E', power @ ..] = rest {
            let (negative, power) = match power {
                [b'-', power @ ..] => (true, power),
                [b'+', power @ ..] => (false, power),
                power => (false, power),
            };
            let (power, after) = digits(power)?;
            exponent += (if negative { -power } else { power }).clamp(-1000.0, 1000.0) as i32;
            rest = after;
        }
        // Past 400 either way it is 0 or out of range.
        let scale = (0..exponent.unsigned_abs().min(400)).fold(1.0, |scale, _| scale * 10.0);
        let value = sign * if exponent < 0 { mantissa / scale } else { mantissa * scale };
        (rest.is_empty() && !leading_zero && value.is_finite()).then_some(value)
    }
}

/// The number that one or more leading digits are, and what follows them.
fn digits(bytes: &[u8]) -> Option<(f64, &[u8])> {
    let count = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = bytes.split_at(count);
    let number = digits.iter().fold(0.0, |number, digit| number * 10.0 + f64::from(digit - b'0'));
    (count > 0).then_some((number, rest))
}

/// The value as JSON; numbers as [`shown`] writes them, fields in their order.
pub fn write(value: &Value) -> String {
    let mut json = Vec::new();
    put(&mut json, value);
    String::from_utf8(json).unwrap_or_default()
}

// Into bytes, since a text is copied byte by byte but for the few that are escaped; what comes out is text again.
fn put(json: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Null => json.extend_from_slice(b"null"),
        Value::Bool(true) => json.extend_from_slice(b"true"),
        Value::Bool(false) => json.extend_from_slice(b"false"),
        Value::Number(number) => json.extend_from_slice(shown(*number).as_bytes()),
        Value::Text(text) => put_text(json, text),
        Value::Array(values) => {
            json.push(b'[');
            for (i, value) in values.iter().enumerate() {
                separate(json, i);
                put(json, value);
            }
            json.push(b']');
        }
        Value::Object(fields) => {
            json.push(b'{');
            for (i, (name, value)) in fields.iter().enumerate() {
                separate(json, i);
                put_text(json, name);
                json.push(b':');
                put(json, value);
            }
            json.push(b'}');
        }
    }
}

fn separate(json: &mut Vec<u8>, i: usize) {
    if i > 0 {
        json.push(b',');
    }
}

fn put_text(json: &mut Vec<u8>, text: &str) {
    json.push(b'"');
    for &byte in text.as_bytes() {
        let short = match byte {
            b'"' | b'\\' => byte,
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            0..b' ' => {
                json.extend_from_slice(b"\\u00");
                json.extend_from_slice(hex(&[byte]).as_bytes());
                continue;
            }
            _ => {
                json.push(byte);
                continue;
            }
        };
        json.extend_from_slice(&[b'\\', short]);
    }
    json.push(b'"');
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
