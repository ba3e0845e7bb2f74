"""How each kind of device is told to trust the chair's authority, step by step."""

from __future__ import annotations

from chairpi.language.words import N_, translated

DEVICES = (
    (
        N_("Android"),
        (
            N_("Open Settings, then Security and privacy, More security settings, Encryption and credentials."),
            N_(
                "Choose Install a certificate, then CA certificate, and Install anyway. Android asks for the screen lock."
            ),
            N_("Choose the file chairpi-ca.crt among the downloads. It is then listed under User credentials."),
            N_(
                "Android says that the network may be monitored: that would be so if the authority had no limits. Chrome trusts it now; "
                "Firefox has to be told, see below."
            ),
        ),
    ),
    (
        N_("iPhone and iPad"),
        (
            N_("Download it with Safari, and allow the profile."),
            N_("Open Settings: Profile downloaded stands near the top. Install it."),
            N_(
                "The second switch, which is easily missed: Settings, General, About, Certificate trust settings. "
                "Switch on full trust for “ChairPi on …”."
            ),
            N_("To install the dashboard as an app: in Safari, Share, then Add to Home Screen."),
        ),
    ),
    (
        N_("Windows: Edge and Chrome"),
        (
            N_("Open the downloaded file, and choose Install certificate, then Current user."),
            N_("Choose “Place all certificates in the following store”, then Trusted root certification authorities."),
            N_("Windows shows the beginning of a fingerprint and asks once more. Restart the browser."),
        ),
    ),
    (
        N_("macOS: Safari and Chrome"),
        (
            N_("Open the downloaded file; Keychain Access takes it into the login keychain."),
            N_("Open “ChairPi on …” there, then Trust, and set Secure Sockets Layer (SSL) to Always Trust."),
            N_("Close the window; macOS asks for your password. Restart the browser."),
        ),
    ),
    (
        N_("Linux: Chrome and Chromium"),
        (
            N_("Open chrome://certificate-manager, then Local certificates, Custom: Installed by you."),
            N_("Import the file under Trusted certificates."),
            N_(
                "In an older Chrome: Settings, Privacy and security, Security, Manage certificates, Authorities, Import."
            ),
        ),
    ),
    (
        N_("Firefox, on any computer"),
        (
            N_("On Windows and macOS Firefox takes over what the system trusts; there it is done."),
            N_("Elsewhere: Settings, Privacy & Security, View certificates, Authorities, Import."),
            N_("Choose “Trust this CA to identify websites”, and nothing else."),
            N_(
                "On Android: Settings, About Firefox, tap the logo seven times; then Settings, Secret settings, "
                "Use third party CA certificates, after the steps for Android."
            ),
        ),
    ),
)


def devices() -> list[tuple[str, list[str]]]:
    """Each kind of device and its steps, in the language that is spoken."""
    return [(translated(name), [translated(step) for step in steps]) for name, steps in DEVICES]
