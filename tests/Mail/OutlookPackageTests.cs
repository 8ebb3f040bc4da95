using System.Buffers.Binary;
using System.Text;
using Assessment.Host.Sandbox;
using Assessment.Mail;
using Assessment.Tests.BadInput;
using MimeKit;

namespace Assessment.Tests.Mail;

public sealed class OutlookPackageTests
{
    [Theory]
    [InlineData("application/ms-tnef")]
    [InlineData("application/octet-stream")]
    public void The_files_inside_a_winmail_dat_are_the_evidence(string mediaType)
    {
        var mail = MailReader.Read(Mails.Mail("see attached", Mails.File("winmail.dat", Package(("R01-circular.pdf", "%PDF-1.7"), ("R02-table.csv", "a,b")), mediaType)));

        Assert.Equal(["R01-circular.pdf", "R02-table.csv"], mail.Files.Select(file => file.Name));
        Assert.Equal([8L, 3L], mail.Files.Select(file => file.Size));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(60)]
    public void A_package_that_is_cut_off_is_kept_as_it_came_or_gives_what_is_whole(int length)
    {
        var mail = MailReader.Read(Mails.Mail("see attached", Mails.File("winmail.dat", Package(("R01-circular.pdf", "%PDF-1.7"))[..length], "application/ms-tnef")));

        Assert.Single(mail.Files);
    }

    [Fact]
    public void A_logo_in_the_text_stays_there_and_a_file_beside_it_is_evidence()
    {
        var logo = new MimePart("image", "png") { Content = new MimeContent(new MemoryStream(new byte[3000])), ContentId = "image001.png@01DB", FileName = "image001.png", ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) };
        var mail = MailReader.Read(Mails.Mail(new Multipart("mixed") { new TextPart("html") { Text = "<p>Regards</p><img src=\"cid:image001.png@01DB\">" }, logo, Mails.File("R01-photo.png", new byte[3000], "image/png") }));

        Assert.Equal("R01-photo.png", Assert.Single(mail.Files).Name);
        Assert.Equal([MailNote.PicturesInText], mail.Notes);
    }

    /// <summary>A package as Outlook writes it (MS-OXTNEF): a version, then for each file its rendering, title and data, each with a checksum.</summary>
    static byte[] Package(params (string Name, string Content)[] files)
    {
        using var package = new MemoryStream();
        package.Write([0x78, 0x9f, 0x3e, 0x22, 0x01, 0x00]);
        Attribute(package, 1, 0x00089006, [0x00, 0x00, 0x01, 0x00]);
        Attribute(package, 1, 0x00069007, [0xe4, 0x04, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00]);
        foreach (var (name, content) in files)
        {
            Attribute(package, 2, 0x00069002, [0x01, 0x00, 0xff, 0xff, 0xff, 0xff, 0x20, 0x00, 0x20, 0x00, 0x00, 0x00, 0x00, 0x00]);
            Attribute(package, 2, 0x00018010, Encoding.ASCII.GetBytes(name + "\0"));
            Attribute(package, 2, 0x0006800f, Encoding.ASCII.GetBytes(content));
        }

        return package.ToArray();
    }

    static void Attribute(MemoryStream package, byte level, uint tag, byte[] data)
    {
        var head = new byte[9];
        head[0] = level;
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(1), tag);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(5), (uint)data.Length);
        package.Write(head);
        package.Write(data);
        var sum = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(sum, (ushort)data.Sum(one => one));
        package.Write(sum);
    }
}
