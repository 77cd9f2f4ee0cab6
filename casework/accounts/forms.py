"""Forms of sign-in, passwords and accounts."""

from casework.accounts.roles import Role
from casework.kit.forms import Choice, EmailField, Form, HiddenField, PasswordField, SelectField, TextField, TicksField

ROLE_HINTS = {
    Role.DIRECTOR: "Signs self-assessments and sees everything that is not restricted",
    Role.CONTRIBUTOR: "Writes the sections given to them",
    Role.ANALYST: "Keeps measures, values and targets",
    Role.COMPLAINTS_MANAGER: "Runs the complaints team and signs off its learning",
    Role.COMPLAINTS_OFFICER: "Logs and handles complaints",
    Role.INVESTIGATOR: "Sees only the cases given to them",
    Role.BOARD_CHAIR: "Chairs the safeguarding adults board and signs off its actions",
    Role.BOARD_OFFICE: "Keeps audits, returns and board papers",
    Role.BOARD_MEMBER: "Sees their own agency's return and actions",
    Role.CHALLENGER: "Sees only assessments opened to them",
    Role.AUDITOR: "Reads everything that is not restricted, and the trail",
    Role.ADMINISTRATOR: "Keeps accounts, and sees no case",
}


def role_choices() -> list[Choice]:
    """Every role with what it does."""
    return [Choice(role, role.words.capitalize(), hint=ROLE_HINTS[role]) for role in Role]


class SignInForm(Form):
    """Email and password; `next` is the page they came for."""

    email = EmailField("Email", missing="Enter your email", look={"autocomplete": "username"})
    password = PasswordField("Password", missing="Enter your password")
    next = HiddenField()


class ChangePasswordForm(Form):
    """The current password and the new one."""

    current = PasswordField("Current password", missing="Enter your current password")
    password = PasswordField(
        "New password",
        missing="Enter a new password",
        purpose="new-password",
        hint="12 characters or more. Three words that have nothing to do with each other are easy to remember",
    )


class AddPersonForm(Form):
    """A new account; its first password is made by the product and shown once."""

    name = TextField("Name", missing="Enter a name", most=120)
    email = EmailField("Work email", missing="Enter an email address")
    organisation = SelectField("Organisation", missing="Select an organisation")
    roles = TicksField("Roles", missing="Select at least one role", choices=role_choices)


class ChangeRolesForm(Form):
    """Which roles an account has from now on."""

    roles = TicksField("Roles", missing="Select at least one role", choices=role_choices)


class ConfirmForm(Form):
    """A move that needs nothing but a yes."""
