import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0008_slots_beside_the_first'),
    ]

    operations = [
        migrations.AddField(
            model_name='project',
            name='review_coverage',
            field=models.CharField(choices=[('all', 'every mark'), ('share', 'a share of the marks, drawn at random'), ('doubtful', 'only what is unsure or inferred')], default='all', help_text='What is left out counts as right by rule once the article is accepted, and says so.', max_length=8, verbose_name='reviewers look at'),
        ),
        migrations.AddField(
            model_name='project',
            name='review_share',
            field=models.PositiveSmallIntegerField(default=20, help_text='Where it is drawn at random. Which marks that is follows from their ids, and stays so.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='share in percent'),
        ),
    ]
