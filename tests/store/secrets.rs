//! No secret stands in the clear in the database, its log or its backups.

use hotspotd::app::Running;
use hotspotd::credentials::Sealed;
use hotspotd::domain::secret::Secret;
use hotspotd::service::accounts::Device;
use hotspotd::service::accounts::register::{Registration, register};
use hotspotd::service::accounts::sign_in::{Entry, Keys, sign_in};
use hotspotd::service::backup::{Reason, make};
use hotspotd::store::session::Face;
use hotspotd::store::{StoreError, setting};

use super::bench::{Folder, NOW};
use super::holder::config;

const PASSWORD: &str = "mbuzi-tatu-juani-4711";
const GATEWAY: &str = "consumer-key-7d1c09aa51";

fn all(folder: &Folder) -> Vec<(String, Vec<u8>)> {
    let mut files = folder.contents();
    for entry in std::fs::read_dir(folder.file("backups")).unwrap() {
        let path = entry.unwrap().path();
        files.push((path.display().to_string(), std::fs::read(path).unwrap()));
    }
    files
}

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

#[tokio::test]
async fn the_files_hold_no_secret_in_the_clear() {
    let folder = Folder::new();
    let running = Running::start(config(&folder)).await.unwrap();
    let appliance = running.appliance.clone();
    let code = running.set_up_code().await.unwrap().unwrap();
    let code = code.reveal().to_owned();
    let device = Device {
        address: [192, 168, 88, 7].into(),
        user_agent: "a browser of the test".to_owned(),
        proofs: Vec::new(),
    };
    let registration = Registration {
        code: Secret::new(code.clone()),
        login: "asha".to_owned(),
        name: "Asha".to_owned(),
        email: None,
        password: Secret::new(PASSWORD),
        language: hotspotd::domain::language::Language::En,
    };
    register(&appliance, registration, &device).await.unwrap();
    let entry = sign_in(
        &appliance,
        "asha",
        &Secret::new(PASSWORD),
        Face::Api,
        &device,
    )
    .await
    .unwrap();
    let Entry::In(opened) = entry else {
        panic!("a second factor was asked for");
    };
    let Keys::Pair(pair) = &opened.keys else {
        panic!("a program was given a cookie");
    };
    let tokens = [
        pair.access.reveal().to_owned(),
        pair.refresh.reveal().to_owned(),
    ];
    let sealed: Sealed = appliance
        .sealer
        .seal("setting/gateway", &Secret::new(GATEWAY))
        .unwrap();
    let bytes = sealed.as_bytes().to_vec();
    appliance
        .state
        .write(move |connection| {
            setting::set_sealed(connection, "gateway", &bytes, NOW)?;
            Ok::<_, StoreError>(())
        })
        .await
        .unwrap();
    make(&appliance, Reason::Hand).await.unwrap();

    let key = std::fs::read(folder.file("secret.key")).unwrap();
    let mut secrets: Vec<Vec<u8>> = vec![
        PASSWORD.into(),
        GATEWAY.into(),
        code.replace('-', "").into(),
        code.into(),
        key.trim_ascii().to_vec(),
    ];
    secrets.extend(tokens.map(String::into_bytes));
    let look = |files: Vec<(String, Vec<u8>)>| {
        assert!(files.len() >= 4);
        // What is looked at is what was written: a name in the clear is found.
        assert!(
            files
                .iter()
                .filter(|(_, bytes)| holds(bytes, b"asha"))
                .count()
                >= 2
        );
        for (name, bytes) in files.iter().filter(|(name, _)| name != "secret.key") {
            for secret in &secrets {
                assert!(
                    !holds(bytes, secret),
                    "{name} holds {}",
                    String::from_utf8_lossy(secret)
                );
            }
        }
    };
    look(all(&folder));
    running.stop().await;
    look(all(&folder));
}
