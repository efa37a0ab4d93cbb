// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.28;

/// @title ModelRegistry (poa/1 reference interface)
/// @notice Base models, models, and the training runs that tie a model version to Datanet versions. The real contract's ABI is
/// not public: this is the reference that Headwater defines.
contract ModelRegistry {
    event BaseModelRegistered(uint256 indexed baseModelId, string name, bytes32 weightsHash, string metadataUri);
    event ModelRegistered(
        uint256 indexed modelId, address indexed owner, uint256 indexed baseModelId, string name, string metadataUri
    );
    event TrainingRecorded(
        uint256 indexed modelId,
        uint32 indexed version,
        address indexed trainer,
        uint8 method,
        bytes32 configHash,
        bytes32 weightsHash,
        bytes32 gradientsHash,
        string artifactsUri
    );
    event TrainingDataUsed(
        uint256 indexed modelId, uint32 indexed version, uint256 indexed datanetId, uint32 datanetVersion
    );
    event ModelPublished(
        uint256 indexed modelId, uint32 indexed version, uint256 inputRatePer1k, uint256 outputRatePer1k
    );
    event ModelDeprecated(uint256 indexed modelId, uint32 indexed version, string reason);

    struct Training {
        uint8 method;
        bytes32 configHash;
        bytes32 weightsHash;
        bytes32 gradientsHash;
        string artifactsUri;
    }

    struct DatanetVersion {
        uint256 datanetId;
        uint32 datanetVersion;
    }

    struct Rates {
        uint256 inputRatePer1k;
        uint256 outputRatePer1k;
        bool isPublished;
    }

    uint256 public baseModelCount;
    uint256 public modelCount;
    mapping(uint256 modelId => address) public ownerOf;
    mapping(uint256 modelId => uint32) public versionCount;
    mapping(uint256 modelId => mapping(uint32 version => Rates)) public rates;

    modifier onlyModelOwner(uint256 modelId) {
        require(ownerOf[modelId] == msg.sender, "not the model's owner");
        _;
    }

    function registerBaseModel(string calldata name, bytes32 weightsHash, string calldata metadataUri)
        external
        returns (uint256 baseModelId)
    {
        baseModelId = ++baseModelCount;
        emit BaseModelRegistered(baseModelId, name, weightsHash, metadataUri);
    }

    function registerModel(uint256 baseModelId, string calldata name, string calldata metadataUri)
        external
        returns (uint256 modelId)
    {
        require(baseModelId <= baseModelCount, "no such base model");
        modelId = ++modelCount;
        ownerOf[modelId] = msg.sender;
        emit ModelRegistered(modelId, msg.sender, baseModelId, name, metadataUri);
    }

    /// @notice Records one training run: the next version of the model and the Datanet versions it was trained on.
    function recordTraining(uint256 modelId, Training calldata training, DatanetVersion[] calldata data)
        external
        onlyModelOwner(modelId)
        returns (uint32 version)
    {
        require(training.method <= 3, "no such method");
        version = ++versionCount[modelId];
        emit TrainingRecorded(
            modelId,
            version,
            msg.sender,
            training.method,
            training.configHash,
            training.weightsHash,
            training.gradientsHash,
            training.artifactsUri
        );
        for (uint256 i = 0; i < data.length; i++) {
            emit TrainingDataUsed(modelId, version, data[i].datanetId, data[i].datanetVersion);
        }
    }

    function publishModel(uint256 modelId, uint32 version, uint256 inputRatePer1k, uint256 outputRatePer1k)
        external
        onlyModelOwner(modelId)
    {
        require(version > 0 && version <= versionCount[modelId], "no such version");
        rates[modelId][version] = Rates(inputRatePer1k, outputRatePer1k, true);
        emit ModelPublished(modelId, version, inputRatePer1k, outputRatePer1k);
    }

    function deprecateModel(uint256 modelId, uint32 version, string calldata reason)
        external
        onlyModelOwner(modelId)
    {
        require(rates[modelId][version].isPublished, "not published");
        rates[modelId][version].isPublished = false;
        emit ModelDeprecated(modelId, version, reason);
    }
}
