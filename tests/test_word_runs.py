from newsreview.word_runs import runs


def test_a_script_without_spaces_is_read_by_its_characters():
    assert len(runs("渡轮公司称港口关闭")) == 5
    assert len(runs("渡轮")) == 1
    assert runs("!?") == set()
