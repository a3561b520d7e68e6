import hashlib
import os
import re
from collections.abc import Callable
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from newsreview.accounts.models import User
from newsreview.corpus.models import Article
from newsreview.projects.models import Project
from tests.working import carry_out_jobs

FILES = sorted(Path(os.environ["NEWSREVIEW_SEEDS"]).glob("*.txt"))


def test_the_seeds_come_in_by_browser_byte_for_byte_and_only_once(
    project: Project, manager: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(manager)
    for _time in range(2):
        chosen = [SimpleUploadedFile(path.name, path.read_bytes()) for path in FILES]
        page = client.post(f"/projects/{project.slug}/upload/", {"chosen": chosen}).headers["Location"]
        names = re.findall(r'name="(\d+-title)" value="([^"]*)"', client.get(page).content.decode())
        assert len(client.get(page).context["counts"].rows) == len(FILES)
        client.post(f"{page}import/", dict(names))
        carry_out_jobs()
        assert list(Article.objects.order_by("id").values_list("sha256", flat=True)) == [
            hashlib.sha256(path.read_bytes()).hexdigest() for path in FILES
        ]
