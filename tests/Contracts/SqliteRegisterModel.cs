using System.Globalization;
using Assessment.Host.Sandbox;
using Assessment.Register;
using CsCheck;

namespace Assessment.Tests.Contracts;

/// <summary>Any sequence of commits does to the database what it does to a dictionary.</summary>
public sealed class SqliteRegisterModel
{
    static readonly Gen<Change> AnyChange = Gen.Select(
        Gen.Enum<ChangeKind>(),
        Gen.Int[0, 4],
        Gen.Int[0, 99],
        Gen.Int[1, 4],
        (kind, id, json, etag) => new Change(kind, "R" + Text(id), Text(json), Text(etag)));

    static readonly Gen<Change[]> AnyCommit = AnyChange.Array[0, 4].Select(changes => changes.DistinctBy(change => change.Id).ToArray());

    [Fact]
    public void Any_sequence_of_commits_gives_the_results_and_rows_of_the_model()
        => AnyCommit.Array[1, 30].Sample(commits =>
        {
            using var register = new SqliteRegister("Data Source=:memory:");
            var model = new Model();

            return commits.All(commit => register.Commit("Items", "call", commit).Result == model.Commit(commit)
                && register.List("Items", "call").ToBlockingEnumerable().SequenceEqual(model.Rows));
        }, iter: 2_000);

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    sealed class Model
    {
        SortedDictionary<string, (string? Json, int Count)> rows = new(StringComparer.Ordinal);

        public IEnumerable<Row> Rows => rows
            .Where(row => row.Value.Json is not null)
            .Select(row => new Row(row.Key, row.Value.Json!, Text(row.Value.Count)));

        public bool Commit(Change[] changes)
        {
            var changed = new SortedDictionary<string, (string? Json, int Count)>(rows, StringComparer.Ordinal);
            if (!changes.All(change => Fits(change)))
                return false;

            foreach (var change in changes)
                changed[change.Id] = (change.Kind == ChangeKind.Delete ? null : change.Json, Count(change.Id) + 1);

            rows = changed;
            return true;
        }

        bool Fits(Change change) => change.Kind switch
        {
            ChangeKind.Insert => !Exists(change.Id),
            ChangeKind.Upsert => true,
            _ => Exists(change.Id) && Text(Count(change.Id)) == change.ETag,
        };

        bool Exists(string id) => rows.TryGetValue(id, out var row) && row.Json is not null;

        int Count(string id) => rows.TryGetValue(id, out var row) ? row.Count : 0;
    }
}
