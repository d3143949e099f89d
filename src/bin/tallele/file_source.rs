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
    folder: Option<String>,
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
    let (bytes, file, folder) = (metadata.len(), RefCell::new(file), folder_of(path));
    Ok(Rc::new(FileSource { bytes, file, folder, name: name.clone() }))
}

/// The folder of a file, by its one name.
fn folder_of(path: &Path) -> Option<String> {
    let parent = path.parent()?;
    let named = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
    let whole = std::fs::canonicalize(named).unwrap_or_else(|_| named.to_owned());
    Some(whole.to_string_lossy().into_owned())
}

impl Source for FileSource {
    fn name(&self) -> &str {
        &self.name
    }

    fn folder(&self) -> Option<&str> {
        self.folder.as_deref()
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
