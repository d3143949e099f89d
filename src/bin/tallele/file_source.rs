//! Reads native files as sources.

use std::cell::RefCell;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use std::rc::Rc;
use tallele::bytes::{SharedSource, Source};
use tallele::error::{Error, ErrorKind, Result, Role};

struct FileSource {
    name: String,
    bytes: u64,
    file: RefCell<File>,
}

/// Opens a file by its path; its name is the path's last part.
pub fn open_file(path: &Path, role: Role) -> Result<SharedSource> {
    let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    let unreadable = |error: std::io::Error| Error::new(ErrorKind::Unreadable).with_source(error).in_input(role, &name);
    let file = File::open(path).map_err(unreadable)?;
    let metadata = file.metadata().map_err(unreadable)?;
    if metadata.is_dir() {
        return Err(Error::new(ErrorKind::Unreadable).in_input(role, &name));
    }
    Ok(Rc::new(FileSource { bytes: metadata.len(), file: RefCell::new(file), name: name.clone() }))
}

impl Source for FileSource {
    fn name(&self) -> &str {
        &self.name
    }

    fn len(&self) -> u64 {
        self.bytes
    }

    fn read_at(&self, offset: u64, out: &mut [u8]) -> Result<usize> {
        let mut file = self.file.borrow_mut();
        let mut read = || -> std::io::Result<usize> {
            file.seek(SeekFrom::Start(offset))?;
            let mut filled = 0;
            while filled < out.len() {
                match file.read(&mut out[filled..]) {
                    Ok(0) => break,
                    Ok(count) => filled += count,
                    Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                    Err(error) => return Err(error),
                }
            }
            Ok(filled)
        };
        read().map_err(|error| Error::new(ErrorKind::Unreadable).with_source(error).at_byte(offset))
    }
}
