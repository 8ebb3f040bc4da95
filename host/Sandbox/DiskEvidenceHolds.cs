using System.Text.Json;
using Assessment.Evidence;
using Assessment.Register;

namespace Assessment.Host.Sandbox;

/// <summary>The holds of a store in a folder: a note beside the files, in <c>holds/</c>. It says what Azure would enforce; on a disk nobody is stopped.</summary>
public sealed class DiskEvidenceHolds(string folder, IEvidenceStore store) : IEvidenceHolds
{
    readonly string holds = Path.GetFullPath(Path.Combine(folder, "holds"));

    public async Task Hold(string name, EvidenceHold hold, CancellationToken cancellation = default)
    {
        var before = await Find(name, cancellation);
        var wanted = EvidenceHold.Both(before, hold);
        if (wanted == before)
        {
            return;
        }

        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var written = path + ".new";
        await File.WriteAllBytesAsync(written, JsonSerializer.SerializeToUtf8Bytes(wanted, RegisterJson.Options), cancellation);
        File.Move(written, path, overwrite: true);
    }

    public async Task<EvidenceHold?> Find(string name, CancellationToken cancellation = default)
    {
        await using (await store.Open(name, cancellation))
        {
            // Only what is stored can be held.
        }

        var path = PathOf(name);
        return File.Exists(path) ? JsonSerializer.Deserialize<EvidenceHold>(await File.ReadAllBytesAsync(path, cancellation), RegisterJson.Options) : null;
    }

    string PathOf(string name)
    {
        EvidenceName.Check(name);
        return Path.Combine([holds, .. (name + ".json").Split('/')]);
    }
}
