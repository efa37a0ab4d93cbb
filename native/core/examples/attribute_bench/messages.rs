//! The text in a catalogue of translated messages, as GNU gettext writes it: a number that says what it is, then where two tables stand, of the originals and of the
//! translations, each entry a length and an offset.

const MAGIC: u32 = 0x9504_12DE;

/// All translations, a line each; nothing where the file is none, or is no UTF-8.
pub fn read(bytes: &[u8]) -> Option<String> {
    if number(bytes, 0)? != MAGIC as usize {
        return None;
    }
    let (count, table) = (number(bytes, 8)?, number(bytes, 16)?);
    let mut text = String::new();
    // The first one is not a message but says who translated.
    for entry in 1..count {
        let (length, offset) = (number(bytes, table + 8 * entry)?, number(bytes, table + 8 * entry + 4)?);
        text.push_str(str::from_utf8(bytes.get(offset..offset + length)?).ok()?);
        text.push('\n');
    }
    // Between the forms of a plural.
    Some(text.replace('\0', "\n"))
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize)
}
