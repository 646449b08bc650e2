use super::*;

fn phrase(text: &str) -> Passphrase {
    Passphrase::given(&Secret::new(text))
}

/// What is locked with this work.
fn locked(text: &[u8], passphrase: &Passphrase, work: u8) -> Vec<u8> {
    let mut recipient = scrypt::Recipient::new(passphrase.0.clone());
    recipient.set_work_factor(work);
    let encryptor = Encryptor::with_recipients(std::iter::once(&recipient as _)).unwrap();
    let mut out = Lock(encryptor).over(Vec::new()).unwrap();
    out.write_all(text).unwrap();
    out.finish().unwrap()
}

fn opened(file: &[u8], passphrase: &Passphrase) -> Result<Vec<u8>, String> {
    let mut text = Vec::new();
    unlock(file, passphrase, 1 << 30)
        .map_err(|error| error.to_string())?
        .read_to_end(&mut text)
        .map_err(|error| error.to_string())?;
    Ok(text)
}

#[test]
fn comes_back_with_the_same_passphrase_only() {
    let text: Vec<u8> = (0..200_000u32).map(|at| (at % 251) as u8).collect();
    let chai = Passphrase::chosen(&Secret::new("chai na mandazi")).unwrap();
    let mut out = Lock::new(&chai).unwrap().over(Vec::new()).unwrap();
    out.write_all(&text).unwrap();
    let file = out.finish().unwrap();
    assert!(is_locked(&file) && !file.windows(64).any(|part| part == &text[..64]));
    assert_eq!(opened(&file, &chai).unwrap(), text);
    let other = opened(&file, &phrase("chai na mandazI")).unwrap_err();
    assert_eq!(other, UnlockError::Wrong.to_string());
}

#[test]
fn every_altered_byte_is_noticed_and_every_cut() {
    let chai = phrase("chai");
    let file = locked(b"kahawa", &chai, 2);
    assert_eq!(opened(&file, &chai).unwrap(), b"kahawa");
    for at in 0..file.len() {
        let mut altered = file.clone();
        altered[at] ^= 1;
        assert!(opened(&altered, &chai).is_err(), "byte {at}");
        assert!(opened(&file[..at], &chai).is_err(), "cut at {at}");
    }
    let mut longer = file;
    longer.push(0);
    assert!(opened(&longer, &chai).is_err());
}

#[test]
fn what_takes_too_much_is_refused_before_the_work() {
    let chai = phrase("chai");
    let text = String::from_utf8_lossy(&locked(b"kahawa", &chai, 2)).into_owned();
    let head = text.split_once("\n--- ").unwrap().0;
    let asking = |work: &str| {
        let (before, after) = head.split_once(" 2\n").unwrap();
        let mut file = format!("{before} {work}\n{after}\n--- ").into_bytes();
        file.extend([b'A'; 43]);
        file.extend([b'\n'; 64]);
        file
    };
    let told = |work, free| unlock(asking(work).as_slice(), &chai, free).err().unwrap();
    assert!(matches!(told("19", 1 << 30), UnlockError::TooMuchWork(19)));
    assert!(matches!(told("63", 1 << 30), UnlockError::TooMuchWork(63)));
    assert!(matches!(told("18", 200 << 20), UnlockError::Memory(256)));
    assert!(matches!(told("15", 39 << 20), UnlockError::Memory(32)));
    assert_eq!(most_work(0), 0);
    assert_eq!(most_work(24 << 20), WORK);
    assert_eq!(most_work(u64::MAX), MOST_WORK);
}

#[test]
fn what_is_no_such_file_is_told() {
    let chai = phrase("chai");
    let told = |file: &[u8]| opened(file, &chai).unwrap_err();
    assert_eq!(told(b""), UnlockError::Foreign.to_string());
    assert_eq!(told(b"SQLite format 3\0"), UnlockError::Foreign.to_string());
    let armored = b"-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n";
    assert_eq!(told(armored), UnlockError::InLetters.to_string());
    let mut endless = INTRODUCTION.to_vec();
    endless.extend(vec![b'a'; 1 << 20]);
    assert_eq!(told(&endless), UnlockError::Damaged.to_string());
    let other = b"age-encryption.org/v1\n-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\nEmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7U\n--- Vn+54jqiiUCE+WZcEVY3f1sqHjlu/z1LCQ/T7Xm7qI0\n0123456789abcdef";
    assert_eq!(told(other), UnlockError::OtherKind.to_string());
}

#[test]
fn a_short_passphrase_locks_nothing() {
    for short in ["", "password", "elevenchars"] {
        let refused = Passphrase::chosen(&Secret::new(short));
        assert!(matches!(refused, Err(PassphraseError::TooShort)), "{short}");
    }
    // Characters count, not bytes.
    assert!(Passphrase::chosen(&Secret::new("ñandúñandúñ")).is_err());
    let long = Passphrase::chosen(&Secret::new("ñandúñandúña")).unwrap();
    assert_eq!(format!("{long:?}"), Secret::HIDDEN);
}
