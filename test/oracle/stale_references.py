"""What real Django makes of code, templates and fixtures that name the label of an app.

Argument: an empty folder to work in. There is one app in it, `shop`, whose label is `store`, with a model Item, and a
user with all permissions for it. Reads a list of `[kind, text]` as JSON from standard input, writes for each the name
of the exception that comes of it, or null.
"""

import itertools
import json
import os
import sys

FILES = {
    "shop/__init__.py": "",
    "shop/models.py": "from django.db import models\n\nclass Item(models.Model):\n    class Meta:\n        permissions = [('sell', '')]\n",
    "shop/admin.py": "from django.contrib import admin\nfrom shop.models import Item\n\nadmin.site.register(Item)\n",
    "shop/apps.py": "from django.apps import AppConfig\n\nclass C(AppConfig):\n    name = 'shop'\n    label = 'store'\n    default_auto_field = 'django.db.models.AutoField'\n",
    "urls.py": "from django.contrib import admin\nfrom django.urls import include, path\n\nnamed = [path('', admin.site.index, name='list')]\nurlpatterns = [path('admin/', admin.site.urls), path('x', include((named, 'store')))]\n",
}
for name, content in FILES.items():
    os.makedirs(os.path.dirname(os.path.join(sys.argv[1], name)) or ".", exist_ok=True)
    with open(os.path.join(sys.argv[1], name), "w") as file:
        file.write(content)
sys.path.insert(0, sys.argv[1])

import django
from django.conf import settings

CONTRIB = ["admin", "auth", "contenttypes", "sessions", "messages"]
settings.configure(
    INSTALLED_APPS=[f"django.contrib.{name}" for name in CONTRIB] + ["shop"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    ROOT_URLCONF="urls",
    SECRET_KEY="x",
)
django.setup()

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.context_processors import PermWrapper
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.management import call_command
from django.db import models
from django.template import Context, Template
from django.test.utils import override_settings
from django.urls import reverse

call_command("migrate", run_syncdb=True, verbosity=0)
user = get_user_model().objects.create(username="ada")
user.user_permissions.set(Permission.objects.filter(content_type__app_label="store"))
numbers = itertools.count()


def check(**fields):
    """Makes a model with these fields, and asks the checks that `manage.py check` asks."""
    meta = type("Meta", (), {"app_label": "store"})
    model = type(f"Bill{next(numbers)}", (models.Model,), {"__module__": "shop.models", "Meta": meta, **fields})
    errors = [each.id for each in model.check()]
    assert not errors, errors


def judge(kind, text):
    if kind == "python":
        exec(text, globals())
    elif kind == "template":
        assert Template(text).render(Context({"perms": PermWrapper(user)})).strip()
    else:
        assert list(serializers.deserialize(kind, text))


def outcome(kind, text):
    try:
        judge(kind, text)
    except Exception as error:
        return type(error).__name__
    return None


json.dump([outcome(kind, text) for kind, text in json.load(sys.stdin)], sys.stdout)
