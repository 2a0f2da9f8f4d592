"""What a database holds that must survive: rows, relations, content types, permissions; as one line of JSON.

Run in the folder of the project, with its settings in the environment. The arguments say what is done before: `migrate`,
`fill` the tables with rows, make sure that all is `settled`, `use` the tables as the application would. Models are named
by their classes only, for their labels and tables are what changes.
"""

import io
import json
import sys

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.contrib.auth.models import Group, Permission, User  # noqa: E402
from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

found = {model.__name__: model for model in apps.get_models()}
Item, Tag, Price, Order, Note = (found[name] for name in ("Item", "Tag", "Price", "Order", "Note"))


def migrate():
    call_command("migrate", stdout=io.StringIO())


def settled():
    """Fails when there is something to migrate, or a migration to write."""
    call_command("migrate", check=True, stdout=io.StringIO())
    call_command("makemigrations", check=True, dry_run=True, stdout=io.StringIO())


def fill():
    red, blue = (Tag.objects.create(name=name) for name in ("red", "blue"))
    chair = Item.objects.create(name="chair", cost=3)
    leg = Item.objects.create(name="leg", cost=1, parent=chair)
    chair.tags.set([red, blue])
    Price.objects.create(item=leg, amount=7)
    Order.objects.create(item=chair).others.set([chair, leg])
    Note.objects.create(target=leg, text="broken")
    user = User.objects.create(username="ada")
    user.user_permissions.add(Permission.objects.get(codename="change_item"))
    group = Group.objects.create(name="sellers")
    group.permissions.add(Permission.objects.get(codename="delete_tag"))
    user.groups.add(group)


def use():
    """New rows in every table, and away with them."""
    item = Item.objects.create(name="new", cost=9)
    tag = Tag.objects.create(name="new")
    item.tags.add(tag)
    order = Order.objects.create(item=item)
    order.others.add(item)
    Price.objects.create(item=item, amount=1)
    order.delete()
    item.delete()
    tag.delete()


def rows():
    def names(many):
        return [each.name for each in many.order_by("pk")]

    return {
        "tags": [[tag.pk, tag.name] for tag in Tag.objects.order_by("pk")],
        "items": [
            [item.pk, item.name, item.cost, item.parent and item.parent.name, names(item.tags)]
            for item in Item.objects.order_by("pk")
        ],
        "prices": [[price.item.name, price.amount, price.code] for price in Price.objects.all()],
        "orders": [[order.item.name, names(order.others)] for order in Order.objects.all()],
        "notes": [[note.text, note.target and note.target.name] for note in Note.objects.all()],
    }


def rights():
    ada = User.objects.get(username="ada")
    asked = [(Item, "change_item"), (Tag, "delete_tag"), (Tag, "add_tag")]
    kinds = [[kind.pk, kind.model_class() and kind.model_class().__name__] for kind in ContentType.objects.all()]
    return {
        "content types": sorted(kinds),
        "permissions": sorted([each.pk, each.codename, each.content_type_id] for each in Permission.objects.all()),
        "ada may": [right for model, right in asked if ada.has_perm(f"{model._meta.app_label}.{right}")],
    }


def tables():
    introspection = connection.introspection
    with connection.cursor() as cursor:
        return {
            name: sorted(column.name for column in introspection.get_table_description(cursor, name))
            for name in introspection.table_names(cursor)
            if not name.startswith(("auth_", "django_"))
        }


for word in sys.argv[1:]:
    {"migrate": migrate, "fill": fill, "settled": settled, "use": use}[word]()
print(json.dumps({"rows": rows(), "rights": rights(), "tables": tables()}))
