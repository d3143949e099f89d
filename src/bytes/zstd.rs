//! Unpacks Zstandard files of any number of frames (RFC 8878), and checks every checksum.

use super::inflate::{Input, Unpacked};
use super::limits::ZSTD_WINDOW_BYTES_MAX;
use super::source::SharedSource;
use super::stream::{ByteStream, PlainStream};
use crate::error::{Error, ErrorKind, Result};
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use std::io::Read;

/// The text of a Zstandard file.
///
/// Frames follow each other and their texts are one text; skippable frames hold none.
pub struct ZstdStream {
    feed: Feed,
    decoder: FrameDecoder,
    at: At,
    /// Text given of the frame at hand.
    frame_text: u64,
    /// Offset in the stored file up to which `unpacked` has counted.
    counted: u64,
    unpacked: Unpacked,
}

/// What comes next in the stored file.
#[derive(Clone, Copy, PartialEq)]
enum At {
    First,
    Frame,
    Data,
    End,
    /// Where damage was found; it stays.
    Failed(u64),
}

/// The stored bytes as the decoder wants them, with the error of the level below kept for ours.
struct Feed {
    input: Input,
    error: Option<Error>,
}

impl Read for Feed {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let count = match self.input.available() {
            Ok(bytes) => {
                let count = bytes.len().min(out.len());
                if let (Some(to), Some(from)) = (out.get_mut(..count), bytes.get(..count)) {
                    to.copy_from_slice(from);
                }
                count
            }
            Err(error) => {
                self.error = Some(error);
                return Err(std::io::Error::other("the stored file"));
            }
        };
        self.input.consume(count);
        Ok(count)
    }
}

impl ZstdStream {
    /// Over a stored file.
    pub fn new(source: SharedSource) -> Self {
        Self::over(Input::plain(PlainStream::new(source)))
    }

    /// The same without limits on what comes out, for readers that hold nothing of it.
    pub fn without_limits(mut self) -> Self {
        self.unpacked = Unpacked::free();
        self
    }

    /// Over the text of another wrapping, such as a zip's member.
    pub fn inside(stream: Box<dyn ByteStream>) -> Self {
        Self::over(Input::wrapped(stream))
    }

    fn over(input: Input) -> Self {
        Self {
            feed: Feed { input, error: None },
            decoder: FrameDecoder::new(),
            at: At::First,
            frame_text: 0,
            counted: 0,
            unpacked: Unpacked::default(),
        }
    }

    /// The error of the level below, or this damage, which each further read says again.
    fn fail(&mut self) -> Result<()> {
        if let Some(error) = self.feed.error.take() {
            return Err(error);
        }
        self.at = At::Failed(self.feed.input.offset());
        Ok(())
    }

    /// Reads a frame's header, skips a skippable frame, or finds the end of the file.
    fn begin_frame(&mut self) -> Result<()> {
        if self.feed.input.available()?.is_empty() && self.at == At::Frame {
            self.at = At::End;
            return Ok(());
        }
        // A fresh decoder reserves no window before there is text to keep in it.
        self.decoder = FrameDecoder::new();
        self.decoder.set_max_window_size(ZSTD_WINDOW_BYTES_MAX);
        self.frame_text = 0;
        match self.decoder.reset(&mut self.feed) {
            Ok(()) => self.at = At::Data,
            Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                return self.skip(length);
            }
            Err(_) => return self.fail(),
        }
        Ok(())
    }

    fn skip(&mut self, length: u32) -> Result<()> {
        let mut rest = length as usize;
        while rest > 0 {
            let count = self.feed.input.available()?.len().min(rest);
            if count == 0 {
                return self.fail();
            }
            self.feed.input.consume(count);
            rest -= count;
        }
        self.at = At::Frame;
        Ok(())
    }

    /// Decodes some text of the frame at hand; 0 at its end, when length and checksum are compared.
    fn decode(&mut self, out: &mut [u8]) -> Result<usize> {
        while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
            if self.decoder.decode_blocks(&mut self.feed, BlockDecodingStrategy::UptoBlocks(1)).is_err() {
                self.fail()?;
                return Ok(0);
            }
        }
        let Ok(text) = self.decoder.read(out) else {
            self.fail()?;
            return Ok(0);
        };
        self.frame_text += text as u64;
        let offset = self.feed.input.offset();
        let stored = usize::try_from(offset - self.counted).unwrap_or(usize::MAX);
        self.counted = offset;
        self.unpacked.add(stored, text).map_err(|error| error.at_byte(offset))?;
        if text == 0 {
            let stored = self.decoder.get_checksum_from_data();
            let is_right = stored.is_none() || stored == self.decoder.get_calculated_checksum();
            let declared = self.decoder.content_size();
            match is_right && (declared == 0 || declared == self.frame_text) {
                true => self.at = At::Frame,
                false => self.fail()?,
            }
        }
        Ok(text)
    }
}

impl ByteStream for ZstdStream {
    fn read(&mut self, out: &mut [u8]) -> Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        loop {
            match self.at {
                At::First | At::Frame => self.begin_frame()?,
                At::Data => match self.decode(out)? {
                    0 => {}
                    text => return Ok(text),
                },
                At::End => return Ok(0),
                At::Failed(byte) => return Err(Error::new(ErrorKind::ZstdCorrupt).at_byte(byte)),
            }
        }
    }

    fn bytes_done(&self) -> u64 {
        self.feed.input.offset()
    }
}

#[cfg(test)]
mod tests;
