using Assessment.Evidence;

namespace Assessment.Pages;

/// <summary>Where a browser may put a piece itself, for a short while and once.</summary>
public delegate Task<Uri> DirectAddress(string piece, CancellationToken cancellation);

/// <summary>
/// Where files wait in pieces until their form is sent. With <paramref name="direct"/> the browser puts pieces there itself;
/// without, it hands them to the app.
/// </summary>
public sealed class Landing(IEvidenceStore pieces, DirectAddress? direct = null, Uri? origin = null)
{
    public bool IsDirect => direct is not null;

    /// <summary>The other site that pages send pieces to, if any.</summary>
    public string? Origin => origin?.GetLeftPart(UriPartial.Authority);

    public Task<Uri> AddressFor(string piece, CancellationToken cancellation)
        => direct?.Invoke(piece, cancellation) ?? throw new InvalidOperationException("Pieces go through the app here.");

    public Task Put(string piece, Stream content, CancellationToken cancellation) => pieces.Store(piece, content, cancellation);

    /// <summary>The piece, or null when it has not arrived.</summary>
    public async Task<Stream?> Open(string piece, CancellationToken cancellation)
    {
        try
        {
            return await pieces.Open(piece, cancellation);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
