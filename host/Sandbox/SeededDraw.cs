using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Assessment.Host.Sandbox;

/// <summary>Chance that follows from a seed and from what happens: the same happening has the same fate in every run, and a repetition another one.</summary>
static class SeededDraw
{
    /// <summary>A share of one, and a number to choose by.</summary>
    public static (double Share, uint Choice) Of(int seed, string what, long nth)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed} {nth} {what}")));
        return (BinaryPrimitives.ReadUInt32BigEndian(hash) / 4294967296.0, BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(4)));
    }
}
